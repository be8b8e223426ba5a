//! English: published figures, traps, and every figure of the handbook.

use crate::check::check;

#[test]
fn published_figures() {
    check(
        "2022-12-19",
        "",
        "Chongqing's foreign trade rose 4 percent year on year to around 748.79 billion yuan (about 107.29 billion U.S. dollars) in the first 11 months of 2022. Exports grew 5.2 percent to 487.07 billion yuan, while imports reached 261.72 billion yuan, up 1.7 percent.",
        &[
            "4 percent = foreign trade growth 4 percent 2022-01..2022-11 @Chongqing of 1",
            "748.79 billion yuan = foreign trade level approx 748790000000 CNY 2022-01..2022-11 @Chongqing",
            "5.2 percent = Exports growth 5.2 percent 2022-01..2022-11 @Chongqing of 3",
            "487.07 billion yuan = Exports level 487070000000 CNY 2022-01..2022-11 @Chongqing",
            "261.72 billion yuan = imports level 261720000000 CNY 2022-01..2022-11 @Chongqing",
            "1.7 percent = imports growth 1.7 percent 2022-01..2022-11 @Chongqing of 4",
        ],
    );
    check(
        "2021-09-20",
        "",
        "In the first eight months of this year, Chongqing's foreign trade came to 507.68 billion yuan, up 29.4 percent year on year. Exports climbed 28.9 percent to 320.08 billion yuan in the period and imports rose 30.1 percent to 187.6 billion yuan. In August, foreign trade hit 65.16 billion yuan, up 16 percent.",
        &[
            "507.68 billion yuan = foreign trade level 507680000000 CNY 2021-01..2021-08 @Chongqing",
            "29.4 percent = foreign trade growth 29.4 percent 2021-01..2021-08 @Chongqing of 0",
            "28.9 percent = Exports growth 28.9 percent 2021-01..2021-08 @Chongqing of 3",
            "320.08 billion yuan = Exports level 320080000000 CNY 2021-01..2021-08 @Chongqing",
            "30.1 percent = imports growth 30.1 percent 2021-01..2021-08 @Chongqing of 5",
            "187.6 billion yuan = imports level 187600000000 CNY 2021-01..2021-08 @Chongqing",
            "65.16 billion yuan = foreign trade level 65160000000 CNY 2021-08 @Chongqing",
            "16 percent = foreign trade growth 16 percent 2021-08 @Chongqing of 6",
        ],
    );
    check(
        "2021-07-22",
        "",
        "In the first half of 2021, imports and exports of Chongqing rose by 37.6% over the same period last year, with a total value of 376.6 billion yuan (approximately 58.05 billion U.S. dollars). Exports amounted to 232.13 billion yuan, a year-on-year increase of 37.7%; imports stood at 144.47 billion yuan, a year-on-year increase of 37.5%.",
        &[
            "37.6% = imports and exports growth 37.6 percent 2021-H1 @Chongqing of 1",
            "376.6 billion yuan = imports and exports level 376600000000 CNY 2021-H1 @Chongqing",
            "232.13 billion yuan = Exports level 232130000000 CNY 2021-H1 @Chongqing",
            "37.7% = Exports growth 37.7 percent 2021-H1 @Chongqing of 2",
            "144.47 billion yuan = imports level 144470000000 CNY 2021-H1 @Chongqing",
            "37.5% = imports growth 37.5 percent 2021-H1 @Chongqing of 4",
        ],
    );
    check(
        "2026-01-09",
        "",
        "A total of 327,700 TEUs of cargo were transported through Chongqing via the New International Land-Sea Trade Corridor in 2025, a year-on-year increase of 30 percent. The goods were worth over 58.31 billion yuan (about 8.3 billion U.S. dollars), up 25 percent. The corridor now reaches 584 ports.",
        &[
            "327,700 TEUs = TEUs level 327700 TEU 2025 @Chongqing New International Land-Sea Trade Corridor",
            "30 percent = TEUs growth 30 percent 2025 @Chongqing New International Land-Sea Trade Corridor of 0",
            "58.31 billion yuan = goods level over 58310000000 CNY 2025 @Chongqing New International Land-Sea Trade Corridor",
            "25 percent = goods growth 25 percent 2025 @Chongqing New International Land-Sea Trade Corridor of 2",
            "584 = ports level 584 count as-of:2026-01-09 @Chongqing New International Land-Sea Trade Corridor",
        ],
    );
    check(
        "2023-01-14",
        "",
        "In 2022, Chongqing transported 148,000 TEUs through the New International Land-Sea Trade Corridor, up 32 percent year on year. The goods were worth 25.12 billion yuan, up 34 percent.",
        &[
            "148,000 TEUs = transported TEUs level 148000 TEU 2022 @Chongqing New International Land-Sea Trade Corridor",
            "32 percent = transported TEUs growth 32 percent 2022 @Chongqing New International Land-Sea Trade Corridor of 0",
            "25.12 billion yuan = goods level 25120000000 CNY 2022 @Chongqing New International Land-Sea Trade Corridor",
            "34 percent = goods growth 34 percent 2022 @Chongqing New International Land-Sea Trade Corridor of 2",
        ],
    );
    check(
        "2022-01-18",
        "",
        "By the end of 2021, business projects under the China-Singapore Connectivity Initiative had a total amount of 25 billion USD.",
        &[
            "25 billion USD = business projects total amount level 25000000000 USD as-of:2021-12-31 @China-Singapore Connectivity Initiative",
        ],
    );
}

#[test]
fn traps() {
    check(
        "2025-10-24",
        "",
        "Exports and imports rose 5.2 percent and 1.7 percent, respectively.",
        &[
            "5.2 percent = Exports growth 5.2 percent -",
            "1.7 percent = imports growth 1.7 percent -",
        ],
    );
    check(
        "2025-10-24",
        "",
        "Foreign trade surpassed the 800 billion yuan mark for the first time.",
        &[],
    );
    check(
        "2025-10-24",
        "",
        "In the first nine months, exports reached 900 billion yuan, compared with 800 billion yuan in 2024.",
        &["900 billion yuan = exports level 900000000000 CNY 2025-01..2025-09"],
    );
    check(
        "2025-10-24",
        "",
        "Nationwide, exports rose 5 percent to 20 trillion yuan in the first nine months of 2025.",
        &[
            "5 percent = exports growth 5 percent 2025-01..2025-09 @Nationwide of 1",
            "20 trillion yuan = exports level 20000000000000 CNY 2025-01..2025-09 @Nationwide",
        ],
    );
    check(
        "2025-10-24",
        "",
        "Sichuan's foreign trade reached 1 trillion yuan in 2024, while Chongqing's stood at 715.4 billion yuan.",
        &["1 trillion yuan = foreign trade level 1000000000000 CNY 2024 @Sichuan"],
    );
    check(
        "2025-10-24",
        "",
        "Chongqing's exports grew from 400 billion yuan in 2020 to 500 billion yuan in 2024.",
        &["500 billion yuan = exports level 500000000000 CNY 2024 @Chongqing"],
    );
    check(
        "2025-10-24",
        "",
        "In 2024, high-tech products accounted for 65.2 percent of exports, up 2.1 percentage points.",
        &[
            "65.2 percent = high-tech products share 65.2 percent 2024",
            "2.1 percentage points = high-tech products change 2.1 percent 2024 of 0",
        ],
    );
    check(
        "2025-10-24",
        "",
        "Exports fell 3.2 percent to $48.5 billion in 2024; imports dropped by 2.1 percent.",
        &[
            "3.2 percent = Exports growth -3.2 percent 2024 of 1",
            "$48.5 billion = Exports level 48500000000 USD 2024",
            "2.1 percent = imports growth -2.1 percent 2024",
        ],
    );
    check(
        "2025-10-24",
        "",
        "By 2030, foreign trade is expected to exceed 1 trillion yuan.",
        &["1 trillion yuan = foreign trade target over 1000000000000 CNY 2030"],
    );
    check(
        "2025-10-24",
        "",
        "Chongqing aims to increase the number of international air routes to 120 by 2027.",
        &["120 = number of international air routes target 120 count 2027 @Chongqing"],
    );
    check(
        "2025-10-24",
        "",
        "The China-Europe freight trains (Chengdu-Chongqing) made over 5,000 trips in 2024, 2.4 times that of 2020.",
        &["5,000 = trips level over 5000 count 2024"],
    );
    check(
        "2025-10-24",
        "",
        "Since its launch in 2017, the corridor has handled 1.2 million TEUs.",
        &["1.2 million TEUs = corridor handled TEUs level 1200000 TEU as-of:2025-10-24"],
    );
    check(
        "2025-10-24",
        "",
        "Exports in September rose 2 percent over the previous month.",
        &["2 percent = Exports growth 2 percent 2025-09 base=previous-period"],
    );
    check(
        "2025-10-24",
        "",
        "The city ranked second in western China on 30 September 2025, for three consecutive years, at the 20th fair of the \"1135\" plan.",
        &[],
    );
    check(
        "2025-10-24",
        "",
        "There are 335 Fortune 500 companies in the city as of the end of June 2025.",
        &["335 = Fortune 500 companies level 335 count as-of:2025-06-30 @the city"],
    );
}

#[test]
fn without_a_publication_nothing_relative_is_dated() {
    check(
        "",
        "",
        "In the first three quarters of this year, automobile exports increased by 50.3%.",
        &["50.3% = automobile exports growth 50.3 percent -"],
    );
    check(
        "",
        "",
        "16 international (regional) air routes have resumed.",
        &["16 = international (regional) air routes level 16 count -"],
    );
}

#[test]
fn handbook_open_corridor_and_economy() {
    check(
        "2023-11-01",
        "",
        "The New Western Land-sea Corridor now reaches 473 ports in 120 countries and regions worldwide;",
        &[
            "473 = ports level 473 count as-of:2023-11-01 @New Western Land-sea Corridor",
            "120 = countries and regions level 120 count as-of:2023-11-01 @New Western Land-sea Corridor",
        ],
    );
    check(
        "2023-11-01",
        "",
        "Chongqing has become the first city in China to have five types of national logistics hubs, including water port, land port, airport, and production services and commercial services hubs.",
        &["five = types of national logistics hubs level 5 count as-of:2023-11-01 @Chongqing"],
    );
    check(
        "2023-11-01",
        "",
        "In the first three quarters of this year, the Chongqing’s automobile exports increased by 50.3%, with a total of 319 Fortune 500 companies in Chongqing.",
        &[
            "50.3% = automobile exports growth 50.3 percent 2023-01..2023-09 @Chongqing",
            "319 = Fortune 500 companies level 319 count as-of:2023-09-30 @Chongqing",
        ],
    );
    check(
        "2023-11-01",
        "",
        "The China-Singapore Connectivity Initiative has become a landmark project of the \"Belt and Road\", and has signed 280 government and commercial cooperation projects with a total amount of 25.65 billion USD, 259 financial service projects with a total amount of approximately 30.62 billion USD;",
        &[
            "280 = government and commercial cooperation projects level 280 count as-of:2023-11-01 @China-Singapore Connectivity Initiative",
            "25.65 billion USD = total amount level 25650000000 USD as-of:2023-11-01 @China-Singapore Connectivity Initiative",
            "259 = financial service projects level 259 count as-of:2023-11-01 @China-Singapore Connectivity Initiative",
            "30.62 billion USD = total amount level approx 30620000000 USD as-of:2023-11-01 @China-Singapore Connectivity Initiative",
        ],
    );
    check(
        "2023-11-01",
        "",
        "The Chongqing Pilot Free Trade Zone has accumulated 147 key institutional innovation achievements, of which seven have been duplicated and promoted nationwide;",
        &[
            "147 = key institutional innovation achievements level 147 count as-of:2023-11-01 @Chongqing Pilot Free Trade Zone",
            "seven = duplicated and promoted nationwide level 7 count as-of:2023-11-01 @Chongqing Pilot Free Trade Zone",
        ],
    );
    check(
        "2023-11-01",
        "",
        "Radiation to 18 provinces, 69 cities, and 138 railway stations in China",
        &[
            "18 = provinces level 18 count as-of:2023-11-01",
            "69 = cities level 69 count as-of:2023-11-01",
            "138 = railway stations level 138 count as-of:2023-11-01",
        ],
    );
    check(
        "2023-11-01",
        "",
        "The China-Europe freight train (Chengdu and Chongqing) has operated nearly 14,000 trains in total",
        &[
            "14,000 trains = China-Europe freight train (Chengdu and Chongqing) operated trains level nearly 14000 trains as-of:2023-11-01",
        ],
    );
    check(
        "2023-11-01",
        "",
        "16 international (regional) air routes have resumed",
        &["16 = international (regional) air routes level 16 count as-of:2023-11-01"],
    );
    check(
        "2023-11-01",
        "January to September 2023",
        "Government and Commercial Cooperation Projects 390 million USD",
        &[
            "390 million USD = Government and Commercial Cooperation Projects level 390000000 USD 2023-01..2023-09",
        ],
    );
    check(
        "2023-11-01",
        "January to September 2023",
        "Financial service Projects 5.848 billion USD",
        &["5.848 billion USD = Financial service Projects level 5848000000 USD 2023-01..2023-09"],
    );
    check(
        "2023-11-01",
        "",
        "12 Consulates General",
        &["12 = Consulates General level 12 count as-of:2023-11-01"],
    );
    check(
        "2023-11-01",
        "",
        "53 International Friendly Cities",
        &["53 = International Friendly Cities level 53 count as-of:2023-11-01"],
    );
    check(
        "2023-11-01",
        "",
        "120 Friendly Exchange Cities",
        &["120 = Friendly Exchange Cities level 120 count as-of:2023-11-01"],
    );
    check(
        "2023-11-01",
        "",
        "The number of overseas NGO representative offices has increased to 27",
        &["27 = number of overseas NGO representative offices level 27 count as-of:2023-11-01"],
    );
}

#[test]
fn handbook_vision_2027() {
    check(
        "2023-11-01",
        "",
        "By 2027, strive to achieve an annual operating volume of over 5,000 rail-sea intermodal freight trains and China-Europe freight trains (Chengdu and Chongqing) through the New Western Land-sea Corridor. The freight volume and value through the Corridor will increase by more than 15% annually, with a port cargo throughput of over 270 million tons and 120 international and regional routes.",
        &[
            "5,000 = rail-sea intermodal freight trains and China-Europe freight trains (Chengdu and Chongqing) target over 5000 trains 2027 @New Western Land-sea Corridor",
            "15% = freight volume and value through Corridor target over 15 percent 2027 @New Western Land-sea Corridor base=mean basis-note=annually measure=growth",
            "270 million tons = port cargo throughput target over 270000000 t 2027 @New Western Land-sea Corridor",
            "120 = international and regional routes target 120 count 2027 @New Western Land-sea Corridor",
        ],
    );
    check(
        "2023-11-01",
        "",
        "By 2027, strive to achieve a total of 1.1 trillion CNY in foreign trade imports and exports, with high-tech product exports accounting for over 65% and service trade reaching 160 billion CNY, 335 Fortune 500 companies, and the actual use of foreign investment increase by about 10% annually.",
        &[
            "1.1 trillion CNY = foreign trade imports and exports target 1100000000000 CNY 2027",
            "65% = high-tech product exports target over 65 percent 2027 measure=share",
            "160 billion CNY = service trade target 160000000000 CNY 2027",
            "335 = Fortune 500 companies target 335 count 2027",
            "10% = actual use of foreign investment target approx 10 percent 2027 base=mean basis-note=annually measure=growth",
        ],
    );
    check(
        "2023-11-01",
        "",
        "By 2027, strive to achieve an average annual cross-border financing amount of over 1 billion USD for the China-Singapore Connectivity Initiative, with a total of 230,000 market entities and 168 key institutional innovation achievements in Chongqing Pilot Free Trade Zone.",
        &[
            "1 billion USD = average annual cross-border financing amount target over 1000000000 USD 2027 @China-Singapore Connectivity Initiative",
            "230,000 = market entities target 230000 count 2027 @Chongqing Pilot Free Trade Zone",
            "168 = key institutional innovation achievements target 168 count 2027 @Chongqing Pilot Free Trade Zone",
        ],
    );
    check(
        "2023-11-01",
        "",
        "By 2027, strive to achieve a cross-border Renminbi settlement volume of 330 billion CNY and an annual number of over 5 million inbound and outbound personnel.",
        &[
            "330 billion CNY = cross-border Renminbi settlement volume target 330000000000 CNY 2027",
            "5 million = inbound and outbound personnel target over 5000000 persons 2027",
        ],
    );
}
