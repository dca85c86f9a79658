use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use icosa_model::{WorkspaceId, resolve};

use super::*;
use crate::standard::metadata;

const MEMBER: Uuid = Uuid::from_u128(7);

fn sources(scale: f64) -> Vec<CopySource> {
    let model = resolve(Arc::new(metadata(WorkspaceId::random()))).unwrap();
    copy_sources(&model, scale, MEMBER)
}

/// The rows of a table, each split into its values.
struct Rows {
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Rows {
    fn of(source: CopySource) -> Self {
        let CopySource { columns, rows, .. } = source;
        let rows: Vec<Vec<_>> = rows
            .map(|line| line.strip_suffix('\n').unwrap().split('\t').map(str::to_owned).collect())
            .collect();
        assert!(rows.iter().all(|values| values.len() == columns.len()));
        Self { columns, rows }
    }

    fn column(&self, name: &str) -> impl Iterator<Item = &str> {
        let place = self.columns.iter().position(|column| column == name).unwrap();
        self.rows.iter().map(move |values| values[place].as_str())
    }
}

#[test]
fn every_column_is_one_of_the_model_and_comes_once() {
    for source in sources(0.001) {
        let distinct: HashSet<_> = source.columns.iter().collect();
        assert_eq!(distinct.len(), source.columns.len());
        assert!(source.columns.len() >= COMMON.len() + 8, "{}: {:?}", source.table, source.columns);
        assert!(source.columns.iter().any(|column| column == "createdBySource"));
    }
}

#[test]
fn a_line_has_as_many_values_as_columns_even_when_a_field_is_missing() {
    let mut metadata = metadata(WorkspaceId::random());
    for field in metadata.fields.iter_mut().filter(|field| field.name == "linkedinLink") {
        field.is_active = false;
    }
    let model = resolve(Arc::new(metadata)).unwrap();
    for source in copy_sources(&model, 0.001, MEMBER) {
        assert!(!source.columns.iter().any(|column| column.starts_with("linkedin")));
        assert!(!Rows::of(source).rows.is_empty());
    }
}

#[test]
fn the_full_size_is_as_promised_and_unique_where_it_must_be() {
    let [companies, people, opportunities] = sources(1.0).try_into().ok().unwrap();
    let [companies, people, opportunities] = [companies, people, opportunities].map(Rows::of);
    assert_eq!(
        [&companies, &people, &opportunities].map(|table| table.rows.len()),
        [20_000, 100_000, 50_000]
    );
    for (table, column) in [
        (&companies, "id"),
        (&companies, "domainNamePrimaryLinkUrl"),
        (&people, "id"),
        (&people, "emailsPrimaryEmail"),
        (&opportunities, "id"),
    ] {
        assert_eq!(table.column(column).collect::<HashSet<_>>().len(), table.rows.len(), "{column}");
    }
    let employers: HashMap<_, _> = people.column("id").zip(people.column("companyId")).collect();
    let known: HashSet<_> = companies.column("id").collect();
    assert_eq!(employers.values().copied().collect::<HashSet<_>>(), known);
    for (contact, company) in opportunities.column("pointOfContactId").zip(opportunities.column("companyId"))
    {
        assert!(contact == "\\N" || employers[contact] == company);
    }
    assert_eq!(opportunities.column("stage").collect::<HashSet<_>>().len(), 5);
}

#[test]
fn the_data_is_the_same_every_time() {
    let text = || sources(0.005).into_iter().flat_map(|source| source.rows).collect::<String>();
    assert_eq!(text(), text());
}

#[test]
fn domains_stay_unique_when_the_tables_grow() {
    let domains: HashSet<_> = (0..500_000).map(companies::domain).collect();
    assert_eq!(domains.len(), 500_000);
}

#[test]
fn the_smallest_size_has_a_row_in_each_table() {
    assert_eq!(sources(0.0).into_iter().map(|source| source.rows.count()).collect::<Vec<_>>(), [1, 1, 1]);
}
