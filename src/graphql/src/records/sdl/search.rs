//! What `search` takes and answers.

use super::{Line, Sdl, line};
use crate::records::search::NAME;

/// The types.
pub(super) fn write(sdl: &mut Sdl) {
    let texts = ["objectNameSingular", "objectLabelSingular", "label"].map(|name| line(name, "String!"));
    let ranks = ["tsRankCD", "tsRank"].map(|name| line(name, "Float!"));
    let mut record = vec![line("recordId", "UUID!")];
    record.extend(texts.into_iter().chain([line("imageUrl", "String")]).chain(ranks));
    sdl.object("SearchRecord", &record);
    sdl.object("SearchResultEdge", &[line("node", "SearchRecord!"), line("cursor", "String!")]);
    let page = [line("endCursor", "String"), line("hasNextPage", "Boolean!")];
    sdl.object("SearchResultPageInfo", &page);
    let connection = [line("edges", "[SearchResultEdge!]!"), line("pageInfo", "SearchResultPageInfo!")];
    sdl.object("SearchResultConnection", &connection);
    let this = "ObjectRecordFilterInput";
    let several = format!("[{this}!]");
    let mut filter =
        vec![line("and", &several), line("or", &several), line("not", this), line("id", "UUIDFilter")];
    filter.extend(["createdAt", "updatedAt", "deletedAt"].map(|name| line(name, "DateTimeFilter")));
    sdl.input(this, &filter);
}

/// The field of the root.
pub(super) fn operation() -> Line {
    let arguments = "searchInput: String!, limit: Int!, after: String, includedObjectNameSingulars: [String!], \
                     excludedObjectNameSingulars: [String!], filter: ObjectRecordFilterInput";
    line(format!("{NAME}({arguments})"), "SearchResultConnection")
}
