use proptest::prelude::*;

use super::*;

fn clause(path: &str, operator: &str, text: &str) -> Node {
    let path = path.split('.').map(str::to_owned).collect();
    Node::Clause { path, operator: operator.to_owned(), given: Given::Text(text.to_owned()) }
}

fn listed(path: &str, operator: &str, items: &[&str]) -> Node {
    let path = path.split('.').map(str::to_owned).collect();
    let given = Given::List(items.iter().map(|item| (*item).to_owned()).collect());
    Node::Clause { path, operator: operator.to_owned(), given }
}

#[test]
fn examples_of_the_documentation_are_read() {
    for (text, expected) in [
        (r#"createdAt[gte]:"2024-01-01""#, clause("createdAt", "gte", "2024-01-01")),
        ("emails.primaryEmail[eq]:a@b.c", clause("emails.primaryEmail", "eq", "a@b.c")),
        ("id[in]:[uuid1,uuid2]", listed("id", "in", &["uuid1", "uuid2"])),
        (r#"companyId[in]:["a, b", 'c']"#, listed("companyId", "in", &["a, b", "c"])),
        ("id[in]:[]", listed("id", "in", &[])),
        (r#"name[is]:"NULL""#, clause("name", "is", "NULL")),
        ("and(name[is]:NULL)", Node::And(vec![clause("name", "is", "NULL")])),
        (
            r#"or(name[like]:"%a%",not(id[is]:NULL))"#,
            Node::Or(vec![clause("name", "like", "%a%"), Node::Not(vec![clause("id", "is", "NULL")])]),
        ),
        (
            "a[eq]:1 , or(b[eq]:2,c[eq]:3)",
            Node::And(vec![
                clause("a", "eq", "1"),
                Node::Or(vec![clause("b", "eq", "2"), clause("c", "eq", "3")]),
            ]),
        ),
        ("a[eq]:x;y", clause("a", "eq", "x;y")),
        ("a[eq]:O'Neil", clause("a", "eq", "O'Neil")),
        ("a[eq]:x (y, z)", clause("a", "eq", "x (y, z)")),
        (r#"a[eq]:"x) \" y""#, clause("a", "eq", "x) \" y")),
        ("a[eq]:12:30", clause("a", "eq", "12:30")),
        ("a[eq]:", clause("a", "eq", "")),
        ("order[eq]:1", clause("order", "eq", "1")),
    ] {
        assert_eq!(read(text), Ok(expected), "{text}");
    }
    assert_eq!(read(""), Ok(Node::And(Vec::new())));
    assert_eq!(read("or()"), Ok(Node::Or(Vec::new())));
}

#[test]
fn mistakes_are_called_by_their_names() {
    for (text, message) in [
        ("and(a[eq]:1", "'filter' invalid. 1 close bracket is missing in the query"),
        ("or(not(a[eq]:1", "'filter' invalid. 2 close brackets are missing in the query"),
        ("a[eq]:1)", "'filter' invalid. 1 open bracket is missing in the query"),
        (
            "id[in]:x",
            "'filter' invalid for 'in' operator. Received 'x' but array value expected eg: 'field[in]:[value_1,value_2]'",
        ),
    ] {
        assert_eq!(read(text).unwrap_err().messages(), [message]);
    }
    assert!(read("a[regex]:x").unwrap_err().messages()[0].contains("comparator regex not in eq,neq"));
    for text in
        ["a", "a[eq]", "[eq]:1", "a[eq]1", "a[eq]:1,", ",", "a[eq]:\"x", "a[eq]:\"x\"y", "id[in]:[a", "))(("]
    {
        assert!(read(text).is_err(), "{text}");
    }
}

/// The text that stands for a filter.
fn print(node: &Node) -> String {
    let all = |nodes: &[Node]| nodes.iter().map(print).collect::<Vec<_>>().join(",");
    match node {
        Node::And(nodes) => format!("and({})", all(nodes)),
        Node::Or(nodes) => format!("or({})", all(nodes)),
        Node::Not(nodes) => format!("not({})", all(nodes)),
        Node::Clause { path, operator, given } => {
            let value = match given {
                Given::Text(text) => quote(text),
                Given::List(items) => {
                    format!("[{}]", items.iter().map(|item| quote(item)).collect::<Vec<_>>().join(","))
                }
            };
            format!("{}[{operator}]:{value}", path.join("."))
        }
    }
}

fn quote(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

fn any_node() -> impl Strategy<Value = Node> {
    let path = prop::collection::vec("[a-z][a-zA-Z]{0,8}", 1..3);
    let text = (path.clone(), ".{0,12}").prop_map(|(path, text)| Node::Clause {
        path,
        operator: "eq".to_owned(),
        given: Given::Text(text),
    });
    let list = (path, prop::collection::vec(".{0,6}", 0..4)).prop_map(|(path, items)| Node::Clause {
        path,
        operator: "in".to_owned(),
        given: Given::List(items),
    });
    prop_oneof![text, list].prop_recursive(4, 24, 4, |inner| {
        let nodes = prop::collection::vec(inner, 0..4);
        prop_oneof![
            nodes.clone().prop_map(Node::And),
            nodes.clone().prop_map(Node::Or),
            nodes.prop_map(Node::Not)
        ]
    })
}

proptest! {
    #[test]
    fn what_was_printed_is_read_back(node in any_node()) {
        prop_assert_eq!(read(&print(&node)), Ok(node));
    }

    #[test]
    fn no_text_is_too_strange(text in ".{0,64}") {
        let _ = read(&text);
    }

    #[test]
    fn no_text_of_the_grammars_own_letters_is_too_strange(text in "[a-c\\[\\]()\"',:. \\\\]{0,40}") {
        let _ = read(&text);
    }
}
