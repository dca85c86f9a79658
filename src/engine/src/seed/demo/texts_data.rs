//! Company names and the texts of notes and tasks; `{person}` and `{company}` stand for names.

/// A title and the lines of a body; lines that begin with `- ` are items of a list.
pub(super) struct Text {
    pub title: &'static str,
    pub body: &'static [&'static str],
}

/// Made-up companies.
pub(super) const COMPANIES: &[&str] = &[
    "Halcyon Freight",
    "Mistral Bakery Group",
    "Ferrous & Oak",
    "Lumen Dental",
    "Tidewater Analytics",
    "Spreewald Optik",
    "Copperline Rail",
    "Maple Ridge Credit",
    "Prairie Solar",
    "Atelier Vauban",
    "Beacon Street Legal",
    "Wattle & Reef",
    "Summit Trail Outfitters",
    "Elbe Logistik",
    "Rosewater Skincare",
    "Penny Loom Textiles",
    "Peachtree Robotics",
    "Cascadia Timber",
    "Nordlake Insurance",
    "Isar Medizintechnik",
    "Sunset Reel Studios",
    "Loire Océan",
    "Coralgate Shipping",
    "Thistle & Finch",
    "Golden Spoke Cycles",
    "Canal Neuf",
    "Hudson Yard Foods",
    "Ledgerwise",
    "Blue Bonnet Dairy",
    "Kiezwerk",
    "Rainier Cloudworks",
    "Queen West Interiors",
    "Lakefront Steel",
    "Rhône Textile",
    "Harborlight Education",
    "Opal Coast Travel",
    "Mile High Drones",
    "Alsterhafen Kontor",
    "Rosebud Gardening",
    "Ancoats Audio",
    "Magnolia Health",
    "Gastown Games",
    "Twin Rivers Water",
    "Alpenblick Energie",
    "Silverscreen Rentals",
    "Bretagne Marée",
    "Flamingo Events",
    "Arthur's Seat Software",
    "Mission Bay Biotech",
    "Belleville Vélo",
    "Knickerbocker Press",
    "Shoreditch Signals",
    "Hill Country Brewing",
    "Tempelhof Aero",
    "Pike Place Coffee Works",
    "Distillery District Media",
    "Prairie Wind Turbines",
    "Confluence Conseil",
    "Back Bay Ventures",
    "Bondi Board Company",
];

/// What notes say.
pub(super) const NOTE_TEXTS: &[Text] = &[
    Text {
        title: "First call with {person}",
        body: &[
            "{person} found us through a partner and asked for a tour. {company} keeps its customers in three \
             spreadsheets and a shared inbox.",
            "What hurts most:",
            "- nobody knows who spoke to a customer last",
            "- the monthly report takes two days",
            "- new colleagues start without a list",
            "We agreed on a demo next week with two people from sales.",
        ],
    },
    Text {
        title: "Demo for {company}",
        body: &[
            "Five people in the room. The board by stage and the import were what they talked about afterwards.",
            "Open questions: single sign-on, and where the data is kept.",
        ],
    },
    Text {
        title: "Pricing talk with {company}",
        body: &[
            "{person} compared us with two others. We are not the cheapest, but the only one they could run \
             themselves.",
            "- 40 seats in the first year",
            "- 90 by the end of the second",
            "- yearly invoice, thirty days",
        ],
    },
    Text {
        title: "Security questions from {company}",
        body: &[
            "Their IT sent a list of forty questions. Most are answered by our standard paper; encryption at rest \
             and the deletion of backups need a word from engineering.",
        ],
    },
    Text {
        title: "Kick-off with {company}",
        body: &[
            "{person} leads the project on their side. Go-live is planned for the first week of next quarter.",
            "- import of people and companies: week one",
            "- views and roles: week two",
            "- training: week three",
        ],
    },
    Text {
        title: "Quarterly review: {company}",
        body: &[
            "Usage grew by a third. The support team joined in spring and now writes most notes.",
            "{person} would like reminders for deals that have not moved for two weeks.",
        ],
    },
    Text {
        title: "Lunch with {person}",
        body: &[
            "Mostly about their move to a bigger office. In passing: the budget for next year is decided in \
             December, so the offer should be there by the end of November.",
        ],
    },
    Text {
        title: "Why {company} waits",
        body: &[
            "They like the product but merge two departments first. {person} asked us to call again in eight \
             weeks and not to send anything before.",
        ],
    },
    Text {
        title: "Integration ideas for {company}",
        body: &[
            "Their order system speaks REST and can call us on every new order. What they would write:",
            "- the customer as a company",
            "- the buyer as a person",
            "- the order as an opportunity in stage Customer",
        ],
    },
    Text {
        title: "Feedback from {person}",
        body: &[
            "Search is what they use most, then the list of people. They miss a way to see two lists side by side.",
            "The mobile layout is fine for reading, less so for writing notes.",
        ],
    },
    Text {
        title: "Contract remarks, {company}",
        body: &[
            "Their counsel asks for a shorter notice period and for liability under their local law. Ours says yes \
             to the first and proposes a neutral wording for the second.",
        ],
    },
    Text {
        title: "Met {person} at the trade fair",
        body: &[
            "Short talk at the stand. {company} opens two branches next year and looks for one tool for all of \
             them. Card scanned, follow-up promised.",
        ],
    },
    Text {
        title: "Reference from {company}",
        body: &[
            "{person} agreed to be named on our site and to take one call a month with prospects of similar size. \
             A photograph and two sentences will follow.",
        ],
    },
];

/// What is to be done.
pub(super) const TASK_TEXTS: &[Text] = &[
    Text {
        title: "Send the offer to {company}",
        body: &["Forty seats, yearly, with the onboarding package. {person} wants it as PDF."],
    },
    Text {
        title: "Call {person} back",
        body: &["Best between nine and eleven. They had a question about roles."],
    },
    Text {
        title: "Prepare the demo for {company}",
        body: &["- import their sample file", "- board by stage", "- two users with different roles"],
    },
    Text {
        title: "Answer the security list of {company}",
        body: &["Ask engineering about backups; the rest is in the standard paper."],
    },
    Text {
        title: "Book the training for {company}",
        body: &["Two hours, twelve people, on site if they have a projector."],
    },
    Text {
        title: "Check the address of {company}",
        body: &["The last letter came back. {person} should know the new one."],
    },
    Text {
        title: "Follow up with {person}",
        body: &["No answer to the last two e-mails. One call, then leave it for a month."],
    },
    Text {
        title: "Plan the review with {company}",
        body: &["Numbers of the last quarter, open wishes, what comes next."],
    },
    Text {
        title: "Introduce {person} to support",
        body: &["They are the new contact for questions on the import."],
    },
    Text {
        title: "Clarify the invoice of {company}",
        body: &["They ask for their order number on it; the amount is undisputed."],
    },
    Text {
        title: "Write the case study with {company}",
        body: &["An hour with {person}, a page of text, their approval before it goes out."],
    },
    Text { title: "Thank {person} for the referral", body: &["A handwritten card, please."] },
    Text {
        title: "Update the forecast for {company}",
        body: &["The close date moved by a month; the amount may grow."],
    },
    Text {
        title: "Send the contract to {company}",
        body: &["With the changed notice period. {person} signs, their counsel in copy."],
    },
    Text {
        title: "Ask {person} about the pilot",
        body: &["Did the second team start, and what do they miss?"],
    },
];
