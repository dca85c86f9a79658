//! Cities, with telephone numbers out of the ranges that their countries reserve for fiction.

/// A city.
pub(super) struct Place {
    pub city: &'static str,
    pub postcode: &'static str,
    /// State or province, where addresses name one.
    pub state: Option<&'static str>,
    pub country: &'static str,
    /// ISO 3166 alpha-2.
    pub country_code: &'static str,
    pub calling_code: &'static str,
    /// ISO 4217.
    pub currency: &'static str,
    pub streets: &'static [&'static str],
    /// The house number comes before the street.
    pub number_first: bool,
    /// National digits that all fictional numbers of the city begin with.
    pub phone_prefix: &'static str,
    /// How many digits follow.
    pub phone_digits: usize,
}

const fn american(
    city: &'static str,
    state: &'static str,
    postcode: &'static str,
    phone_prefix: &'static str,
) -> Place {
    Place {
        city,
        postcode,
        state: Some(state),
        country: "United States",
        country_code: "US",
        calling_code: "+1",
        currency: "USD",
        streets: &[
            "Main Street",
            "Oak Avenue",
            "Harbor Drive",
            "Second Street",
            "Union Street",
            "Park Avenue",
            "Mill Road",
            "Foundry Street",
        ],
        number_first: true,
        phone_prefix,
        phone_digits: 2,
    }
}

const fn canadian(
    city: &'static str,
    state: &'static str,
    postcode: &'static str,
    prefix: &'static str,
) -> Place {
    Place {
        country: "Canada",
        country_code: "CA",
        currency: "CAD",
        streets: &["King Street West", "Queen Street", "Maple Avenue", "Wellington Street", "Lakeshore Road"],
        ..american(city, state, postcode, prefix)
    }
}

const fn british(city: &'static str, postcode: &'static str, phone_prefix: &'static str) -> Place {
    Place {
        state: None,
        country: "United Kingdom",
        country_code: "GB",
        calling_code: "+44",
        currency: "GBP",
        streets: &[
            "High Street",
            "Station Road",
            "Bridge Street",
            "Victoria Road",
            "Mill Lane",
            "Castle Street",
        ],
        phone_digits: 3,
        ..american(city, "", postcode, phone_prefix)
    }
}

const fn french(city: &'static str, postcode: &'static str, phone_prefix: &'static str) -> Place {
    Place {
        country: "France",
        country_code: "FR",
        calling_code: "+33",
        currency: "EUR",
        streets: &[
            "rue de la République",
            "avenue de la Gare",
            "rue des Lilas",
            "boulevard Saint-Michel",
            "quai du Port",
        ],
        phone_digits: 4,
        ..british(city, postcode, phone_prefix)
    }
}

const fn german(city: &'static str, postcode: &'static str, phone_prefix: &'static str) -> Place {
    Place {
        country: "Germany",
        country_code: "DE",
        calling_code: "+49",
        currency: "EUR",
        streets: &["Hauptstraße", "Bahnhofstraße", "Gartenweg", "Am Markt", "Lindenallee", "Schillerstraße"],
        number_first: false,
        phone_digits: 3,
        ..british(city, postcode, phone_prefix)
    }
}

const fn australian(
    city: &'static str,
    state: &'static str,
    postcode: &'static str,
    prefix: &'static str,
) -> Place {
    Place {
        country: "Australia",
        country_code: "AU",
        calling_code: "+61",
        currency: "AUD",
        streets: &["George Street", "Collins Street", "Beach Road", "Wattle Street", "Victoria Parade"],
        phone_digits: 4,
        ..american(city, state, postcode, prefix)
    }
}

/// About half in the United States.
pub(super) const PLACES: &[Place] = &[
    american("San Francisco", "CA", "94105", "41555501"),
    french("Paris", "75010", "19900"),
    american("New York", "NY", "10013", "21255501"),
    british("London", "EC2A 4NE", "2079460"),
    american("Austin", "TX", "78701", "51255501"),
    german("Berlin", "10115", "3023125"),
    american("Seattle", "WA", "98101", "20655501"),
    canadian("Toronto", "ON", "M5V 2T6", "41655501"),
    american("Chicago", "IL", "60607", "31255501"),
    french("Lyon", "69002", "46571"),
    american("Boston", "MA", "02110", "61755501"),
    australian("Sydney", "NSW", "2000", "25550"),
    american("Denver", "CO", "80202", "30355501"),
    german("Hamburg", "20095", "4066969"),
    american("Portland", "OR", "97209", "50355501"),
    british("Manchester", "M1 3BN", "1614960"),
    american("Atlanta", "GA", "30308", "40455501"),
    canadian("Vancouver", "BC", "V6B 1A1", "60455501"),
    american("Minneapolis", "MN", "55401", "61255501"),
    german("München", "80331", "8999998"),
    american("Los Angeles", "CA", "90013", "21355501"),
    french("Nantes", "44000", "26191"),
    american("Miami", "FL", "33131", "30555501"),
    british("Edinburgh", "EH1 1YZ", "1314960"),
];
