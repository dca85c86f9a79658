# Builds the folder of `make dist` and puts exactly that into a small image.
FROM debian:13.1-slim AS build
RUN apt-get update && apt-get install -y --no-install-recommends build-essential ca-certificates curl git make pkg-config \
 && rm -rf /var/lib/apt/lists/*
ENV RUSTUP_HOME=/opt/rust CARGO_HOME=/opt/rust PATH=/opt/rust/bin:$PATH
RUN curl -sSf https://sh.rustup.rs | sh -s -- -y --profile minimal --component clippy,rustfmt \
      --default-toolchain 1.96.0 --target wasm32-unknown-unknown
WORKDIR /src
COPY . .
RUN make dist

FROM debian:13.1-slim
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates curl tini \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin icosa \
 && mkdir /data && chown icosa:icosa /data
COPY --from=build /src/dist /opt/icosa
USER icosa
WORKDIR /opt/icosa
ENV ICOSA_DATA_DIR=/data NODE_PORT=3000
EXPOSE 3000
VOLUME /data
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s CMD curl -fsS http://localhost:3000/readyz || exit 1
ENTRYPOINT ["/usr/bin/tini", "--", "/opt/icosa/icosa"]
CMD ["serve"]
