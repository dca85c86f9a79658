//! Where objects and relations stand in the picture. The same metadata gives the same picture.

use std::collections::HashMap;

use icosa_model::definition::{FieldRow, ObjectRow, RelationType};
use icosa_model::{FieldId, Metadata, ObjectId};

/// Width of an object, pixels.
pub const WIDTH: f64 = 220.0;
/// Height of its head.
pub const HEAD: f64 = 36.0;
/// Height of a field.
pub const ROW: f64 = 24.0;
/// Fields shown of an object; relations come first.
const MAX_ROWS: usize = 9;
const GAP_X: f64 = 120.0;
const GAP_Y: f64 = 36.0;
/// Room around everything.
const MARGIN: f64 = 40.0;
/// Space below the last row.
const FOOT: f64 = 6.0;

/// A field in the picture.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Which one.
    pub id: FieldId,
    /// What people read.
    pub label: String,
    /// Tabler icon name.
    pub icon: String,
    /// It leads to another object.
    pub is_relation: bool,
}

/// An object in the picture.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// The object.
    pub object: ObjectRow,
    /// Some of its fields.
    pub lines: Vec<Line>,
    /// How many more there are.
    pub more: usize,
    /// Left edge.
    pub x: f64,
    /// Top edge.
    pub y: f64,
}

impl Node {
    /// Its height.
    #[must_use]
    pub fn height(&self) -> f64 {
        let rows = self.lines.len() + usize::from(self.more > 0);
        HEAD + ROW * count(rows) + FOOT
    }

    /// The height at which a field's edge leaves; of the head for fields that are not shown.
    fn at(&self, field: Option<FieldId>) -> f64 {
        let row = field.and_then(|id| self.lines.iter().position(|line| line.id == id));
        self.y + row.map_or(HEAD / 2.0, |row| HEAD + ROW * (count(row) + 0.5))
    }
}

/// A relation in the picture.
#[derive(Debug, Clone, PartialEq)]
pub struct Edge {
    /// The line.
    pub path: String,
    /// The ends: three toes on the side of many, a bar on the side of one.
    pub ends: String,
    /// Both objects, to light it up with them.
    pub between: (ObjectId, ObjectId),
    /// `Person.Company: belongs to one of Companies`
    pub text: String,
}

/// Everything that is drawn.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Picture {
    /// Objects by place.
    pub nodes: Vec<Node>,
    /// Relations.
    pub edges: Vec<Edge>,
    /// Its width.
    pub width: f64,
    /// Its height.
    pub height: f64,
}

fn count(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX))
}

/// Draws the active objects that are not the engine's own.
#[must_use]
pub fn picture(metadata: &Metadata) -> Picture {
    let mut objects: Vec<&ObjectRow> =
        metadata.objects.iter().filter(|row| row.is_active && !row.is_system).collect();
    objects.sort_by(|a, b| a.label_plural.cmp(&b.label_plural));
    let is_shown = |id: ObjectId| objects.iter().any(|row| row.id == id);
    let owners: Vec<&FieldRow> = metadata
        .fields
        .iter()
        .filter(|field| field.is_active && !field.is_side_effect && is_shown(field.object_id))
        .filter(|field| field.settings.relation_type == Some(RelationType::ManyToOne))
        .filter(|field| field.relation_target_object_id.is_some_and(is_shown))
        .collect();
    let order = by_nearness(&objects, &owners);
    let mut nodes: Vec<Node> = order.into_iter().map(|row| node(metadata, row, &is_shown)).collect();
    let (width, height) = place(&mut nodes);
    let edges = owners.into_iter().filter_map(|field| edge(metadata, &nodes, field)).collect();
    Picture { nodes, edges, width, height }
}

/// The most connected object first, then what it is tied to, and so on: neighbours stand near each other.
fn by_nearness<'m>(objects: &[&'m ObjectRow], owners: &[&FieldRow]) -> Vec<&'m ObjectRow> {
    let mut ties: HashMap<ObjectId, Vec<ObjectId>> = HashMap::new();
    for field in owners {
        if let Some(target) = field.relation_target_object_id {
            ties.entry(field.object_id).or_default().push(target);
            ties.entry(target).or_default().push(field.object_id);
        }
    }
    let degree = |id: ObjectId| ties.get(&id).map_or(0, Vec::len);
    let mut rest: Vec<&ObjectRow> = objects.to_vec();
    rest.sort_by_key(|row| std::cmp::Reverse(degree(row.id)));
    let mut order: Vec<&ObjectRow> = Vec::new();
    while !rest.is_empty() {
        let tied_to = |row: &&ObjectRow| {
            let own = ties.get(&row.id).map(Vec::as_slice).unwrap_or_default();
            order.iter().filter(|placed| own.contains(&placed.id)).count()
        };
        let best =
            rest.iter().enumerate().max_by_key(|(at, row)| (tied_to(row), degree(row.id), usize::MAX - at));
        let Some(at) = best.map(|(at, _)| at) else { break };
        let next = rest.remove(at);
        order.push(next);
    }
    order
}

fn node(metadata: &Metadata, object: &ObjectRow, is_shown: &dyn Fn(ObjectId) -> bool) -> Node {
    let mut fields: Vec<&FieldRow> = metadata
        .fields
        .iter()
        .filter(|field| {
            field.object_id == object.id && field.is_active && !field.is_system && !field.is_side_effect
        })
        .collect();
    let leads = |field: &FieldRow| field.relation_target_object_id.is_some_and(is_shown);
    fields.sort_by(|a, b| leads(b).cmp(&leads(a)).then(a.position.total_cmp(&b.position)));
    let more = fields.len().saturating_sub(MAX_ROWS);
    let line = |field: &&FieldRow| Line {
        id: field.id,
        label: field.label.clone(),
        icon: field.icon.clone().unwrap_or_else(|| super::super::kinds::icon(field).to_owned()),
        is_relation: leads(field),
    };
    let lines = fields.iter().take(MAX_ROWS).map(line).collect();
    Node { object: object.clone(), lines, more, x: 0.0, y: 0.0 }
}

/// Stacks the objects in columns of about equal height; answers the size of the whole.
fn place(nodes: &mut [Node]) -> (f64, f64) {
    let columns = (1..).find(|columns: &usize| columns * columns * 2 >= nodes.len() * 3).unwrap_or(1);
    let mut bottoms = vec![MARGIN; columns];
    for node in nodes.iter_mut() {
        let shortest = bottoms.iter().enumerate().min_by(|a, b| a.1.total_cmp(b.1)).map_or(0, |(at, _)| at);
        let Some(bottom) = bottoms.get_mut(shortest) else { continue };
        node.x = MARGIN + count(shortest) * (WIDTH + GAP_X);
        node.y = *bottom;
        *bottom += node.height() + GAP_Y;
    }
    let width = MARGIN * 2.0 + count(columns) * (WIDTH + GAP_X) - GAP_X;
    let height = bottoms.iter().copied().fold(0.0, f64::max) - GAP_Y + MARGIN;
    (width, height)
}

fn edge(metadata: &Metadata, nodes: &[Node], field: &FieldRow) -> Option<Edge> {
    let find = |id: ObjectId| nodes.iter().find(|node| node.object.id == id);
    let (many, one) = (find(field.object_id)?, find(field.relation_target_object_id?)?);
    let (from_y, to_y) = (many.at(Some(field.id)), one.at(field.relation_target_field_id));
    // Out of the sides that face each other; within a column both to the right.
    let (from_right, to_right) = if many.x < one.x {
        (true, false)
    } else if many.x > one.x {
        (false, true)
    } else {
        (true, true)
    };
    let side = |node: &Node, right: bool| if right { node.x + WIDTH } else { node.x };
    let (from_x, to_x) = (side(many, from_right), side(one, to_right));
    let out = |right: bool, by: f64| if right { by } else { -by };
    let bend = if (many.x - one.x).abs() < WIDTH { 56.0 } else { GAP_X * 0.6 };
    let (from, to) = ((from_x, from_y), (to_x, to_y));
    let bends = (out(from_right, bend), out(to_right, bend));
    let path = match lane(nodes, from, to) {
        Some(lane) => over(from, to, bends, lane),
        None => curve(from, to, bends),
    };
    let (toe, bar) = (from_x + out(from_right, 10.0), to_x + out(to_right, 8.0));
    let ends = format!(
        "M{from_x:.0} {:.0}L{toe:.0} {from_y:.0}L{from_x:.0} {:.0}M{bar:.0} {:.0}V{:.0}",
        from_y - 5.0,
        from_y + 5.0,
        to_y - 5.0,
        to_y + 5.0,
    );
    let object = metadata.objects.iter().find(|row| row.id == field.object_id)?;
    let text =
        format!("{}.{}: belongs to one of {}", object.label_singular, field.label, one.object.label_plural);
    Some(Edge { path, ends, between: (many.object.id, one.object.id), text })
}

type Point = (f64, f64);

fn curve(from: Point, to: Point, bends: (f64, f64)) -> String {
    let ((from_x, from_y), (to_x, to_y)) = (from, to);
    let (first, second) = (from_x + bends.0, to_x + bends.1);
    format!("M{from_x:.0} {from_y:.0}C{first:.0} {from_y:.0} {second:.0} {to_y:.0} {to_x:.0} {to_y:.0}")
}

/// Up into a lane, along it, and down again.
fn over(from: Point, to: Point, bends: (f64, f64), lane: f64) -> String {
    let ((from_x, from_y), (to_x, to_y)) = (from, to);
    let (up, down) = (from_x + bends.0, to_x + bends.1);
    let (half_up, half_down) = (from_x + bends.0 / 2.0, to_x + bends.1 / 2.0);
    format!(
        "M{from_x:.0} {from_y:.0}C{half_up:.0} {from_y:.0} {half_up:.0} {lane:.0} {up:.0} {lane:.0}L{down:.0} {lane:.0}\
         C{half_down:.0} {lane:.0} {half_down:.0} {to_y:.0} {to_x:.0} {to_y:.0}"
    )
}

/// The height at which a line passes above the objects in its way; `None` where none is.
fn lane(nodes: &[Node], from: Point, to: Point) -> Option<f64> {
    let (left, right) = (from.0.min(to.0), from.0.max(to.0));
    let (top, bottom) = (from.1.min(to.1), from.1.max(to.1));
    let between = nodes.iter().filter(|node| node.x > left && node.x + WIDTH < right);
    let in_the_way = between.filter(|node| node.y < bottom && node.y + node.height() > top);
    in_the_way.map(|node| node.y - GAP_Y / 2.0).reduce(f64::min)
}

#[cfg(test)]
mod tests {
    use icosa_model::{FieldType, WorkspaceId};
    use uuid::Uuid;

    use super::*;

    fn metadata(count: u128, ties: &[(u128, u128)]) -> Metadata {
        let object = |n: u128| ObjectId(Uuid::from_u128(n));
        let objects = (1..=count)
            .map(|n| {
                ObjectRow::new(object(n), &format!("o{n}"), &format!("os{n}"), FieldId(Uuid::from_u128(n)))
            })
            .collect();
        let tie = |(at, (from, to)): (usize, &(u128, u128))| {
            let id = FieldId(Uuid::from_u128(1_000 + at as u128));
            let mut field = FieldRow::new(id, object(*from), &format!("f{at}"), FieldType::Relation);
            field.settings.relation_type = Some(RelationType::ManyToOne);
            field.relation_target_object_id = Some(object(*to));
            field
        };
        Metadata {
            objects,
            fields: ties.iter().enumerate().map(tie).collect(),
            ..Metadata::empty(WorkspaceId(Uuid::nil()))
        }
    }

    #[test]
    fn nothing_overlaps() {
        let picture = picture(&metadata(9, &[(1, 2), (2, 3), (4, 4), (5, 1)]));
        assert_eq!((picture.nodes.len(), picture.edges.len()), (9, 4));
        for (at, a) in picture.nodes.iter().enumerate() {
            for b in &picture.nodes[at + 1..] {
                let apart = a.x + WIDTH <= b.x
                    || b.x + WIDTH <= a.x
                    || a.y + a.height() <= b.y
                    || b.y + b.height() <= a.y;
                assert!(apart, "{} and {}", a.object.name_singular, b.object.name_singular);
            }
            assert!(a.x + WIDTH <= picture.width && a.y + a.height() <= picture.height);
        }
    }

    #[test]
    fn a_line_passes_above_what_is_in_its_way() {
        let picture = picture(&metadata(3, &[(1, 2), (2, 3), (3, 1)]));
        let lanes = picture.edges.iter().filter(|edge| edge.path.contains('L')).count();
        let columns = picture.nodes.iter().filter(|node| node.y <= MARGIN).count();
        assert_eq!(lanes, usize::from(columns == 3));
    }

    #[test]
    fn what_is_tied_stands_first() {
        let picture = picture(&metadata(5, &[(4, 5)]));
        let first: Vec<&str> =
            picture.nodes.iter().take(2).map(|node| node.object.name_singular.as_str()).collect();
        assert_eq!(first, ["o4", "o5"]);
    }

    #[test]
    fn an_empty_workspace_is_an_empty_picture() {
        assert!(picture(&metadata(0, &[])).nodes.is_empty());
    }
}
