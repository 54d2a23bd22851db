"""Who lives in Saltmarsh Bay. All of them are made up."""

from typing import NamedTuple


class Neighbour(NamedTuple):
    """What somebody says of themself; ``home`` is in metres east and north of the bandstand."""

    key: str
    name: str
    languages: tuple[str, ...]
    words: str
    likes_to_bring: str
    home: tuple[int, int] | None = None


PEOPLE = (
    Neighbour(
        "hazel",
        "Hazel Thornber",
        ("en",),
        "Sixty-eight, and the kettle is never cold. Since the children left, my front room has"
        " been too quiet. Come and sit in it. You need not talk.",
        "Tea, a chair by the window, ginger parkin",
        (-310, 240),
    ),
    Neighbour(
        "derek",
        "Derek Ashworth",
        ("en",),
        "Joiner for forty-one years. Opened the shed when I found I missed the company more than"
        " the wages. Some come to mend a chair, some come to stand about. Both are right.",
        "Tools, patience, bacon rolls on Saturdays",
        (520, -180),
    ),
    Neighbour(
        "miriam",
        "Miriam Okafor",
        ("en", "ig"),
        "I started the choir because I could not bear to sing alone in the car any longer. No"
        " auditions, no solos unless you want one, no sheet music needed.",
        "A loud alto, jollof rice for forty",
        (130, 410),
    ),
    Neighbour(
        "tom",
        "Tom Rimmer",
        ("en", "bfi"),
        "Deaf, and fluent in tomatoes. Wave, write me a note, or let me teach you ten signs: that"
        " is all it takes to talk about slugs.",
        "Seedlings, spare gloves, British Sign Language over the bean rows",
        (-640, -330),
    ),
    Neighbour(
        "agnieszka",
        "Agnieszka Wójcik",
        ("pl", "en"),
        "From Gdynia, eleven years by this sea now. Dzień dobry! I look after the common plot and"
        " I pickle everything that stands still.",
        "Ogórki kiszone, cuttings, a second pair of hands",
        (-580, -410),
    ),
    Neighbour(
        "zofia",
        "Zofia Wójcik",
        ("en", "pl"),
        "Agnieszka’s daughter, nineteen, home from college at weekends. I can make your phone"
        " behave.",
        "Help with phones and forms, a cake if Mum is baking",
        (-580, -410),
    ),
    Neighbour(
        "yusuf",
        "Yusuf al-Hamdan",
        ("ar", "en"),
        "We came from Homs in spring. I taught geography; now I learn this coast by walking it."
        " أهلاً وسهلاً, our door is open on Fridays.",
        "Cardamom coffee, maps, Arabic lessons for anybody",
        (280, 600),
    ),
    Neighbour(
        "layla",
        "Layla al-Hamdan",
        ("ar", "en"),
        "I sew wedding dresses, and hems. My English is better with a needle in my hand.",
        "An overlocker, maamoul at Eid, اهلا",
        (280, 600),
    ),
    Neighbour(
        "gwen",
        "Gwenllian Pugh",
        ("cy", "en"),
        "Moved here from Harlech for love, stayed for the light. Croeso i bawb. I would like to"
        " speak Welsh with somebody other than the dog.",
        "Bara brith, a Welsh conversation table, the dog",
        (760, 350),
    ),
    Neighbour(
        "gareth",
        "Gareth Bowen",
        ("cy", "en"),
        "Baritone, beekeeper, bad at darts. I have the key to the schoolroom and I am glad when"
        " it is used.",
        "Honey, forty folding chairs",
        (690, 480),
    ),
    Neighbour(
        "klaus",
        "Klaus Brandt",
        ("de", "en"),
        "Ship’s engineer from Bremerhaven, now ashore. Moin! If it has a plug and it no longer"
        " works, bring it. Kaputt is where the fun begins.",
        "A soldering iron, Streuselkuchen",
        (450, -260),
    ),
    Neighbour(
        "priya",
        "Priya Raman",
        ("en", "ta"),
        "I answer the phone at a surgery all week, so on Sundays I walk until nobody can ring me."
        " You are welcome to walk along, slowly.",
        "A flask of chai, a spare walking pole",
        (-120, -520),
    ),
    Neighbour(
        "ruth",
        "Ruth Ellison",
        ("en",),
        "Vicar here. The church house stands empty five days a week, and I would rather it did"
        " not. You need not believe anything to use it.",
        "The key, the urn, a listening ear",
        (60, 210),
    ),
    Neighbour(
        "stan",
        "Stan Holroyd",
        ("en",),
        "Seventy-four. I know which radiator bangs and why. If the lights go, ring me, I am across"
        " the road.",
        "A ladder, fuses, humbugs",
        (20, 260),
    ),
    Neighbour(
        "nadia",
        "Nadia Rahman",
        ("en", "bn"),
        "Librarian. A library is a living room with more books. Nobody will ask what you are here"
        " for.",
        "Library cards, a quiet corner, mishti doi",
        (-220, 90),
    ),
    Neighbour(
        "marek",
        "Marek Nowak",
        ("pl", "en"),
        "I fix bicycles so that they go to people and not to the tip. Come and learn, the grease"
        " washes off.",
        "Inner tubes, a tandem for two who dare",
        (330, -420),
    ),
    Neighbour(
        "olena",
        "Olena Kovalenko",
        ("uk", "en"),
        "Pianist from Kharkiv. I live at number six with a piano that was a gift. Come and"
        " listen, or play, or turn the pages.",
        "Chopin, varenyky, four-hand pieces for beginners",
        (-420, 380),
    ),
    Neighbour(
        "jo",
        "Jo Fairbrother",
        ("en",),
        "I use a wheelchair and I have measured nearly every door in town. If a place says"
        " step-free, it is because I have been in.",
        "A tape measure, board games, honest answers",
        (-90, 130),
    ),
    Neighbour(
        "danny",
        "Danny Cullen",
        ("en",),
        "Nineteen. Between things. Can lift, can carry, can skate, can do sound for your gig.",
        "A van licence, speakers, strong arms",
        (610, 90),
    ),
    Neighbour(
        "bea",
        "Beatrice Lunt",
        ("en",),
        "Ninety-one, and I still set the table for two. I like people who stay for a second cup.",
        "Scones, stories of the herring boats",
        (-260, 300),
    ),
    Neighbour(
        "ali",
        "Ali Demir",
        ("tr", "en"),
        "Barber. The shop is shut on Mondays and the chairs are comfortable, so use them.",
        "Turkish tea, good mirrors",
        (170, 60),
    ),
    Neighbour(
        "winston",
        "Winston Clarke",
        ("en",),
        "Drove the number 14 for thirty years and knew everybody on it. Dominoes: I take no"
        " prisoners.",
        "Dominoes, ginger beer, lifts to hospital appointments",
        (400, 230),
    ),
    Neighbour(
        "soraya",
        "Soraya Haidari",
        ("fa", "en"),
        "New here, new at being a mother too. The days are long. I would like to sit with others"
        " who have slept as little as I have.",
        "Saffron rice, baby clothes to pass on",
        (340, 560),
    ),
    Neighbour(
        "callum",
        "Callum Reid",
        ("en",),
        "Night nurse. My evening is your breakfast. Is anybody else awake and kind at seven in the"
        " morning?",
        "Porridge, calm",
        (-350, -90),
    ),
    Neighbour(
        "fiona",
        "Fiona Mackay",
        ("en", "gd"),
        "I swim in the sea all year and I look after the boat house. Cold water is warmer in"
        " company.",
        "Hot blackcurrant, a spare changing robe, a whistle",
        (-820, 640),
    ),
    Neighbour(
        "imran",
        "Imran Sheikh",
        ("en", "ur", "pa"),
        "Umpire, uncle of eleven. The pavilion has the best view of the sunset and it stands"
        " locked all winter.",
        "Samosas, a heavy roller, rules of cricket explained gently",
        (880, -520),
    ),
    Neighbour(
        "chloe",
        "Chloe Bamber",
        ("en",),
        "Three under seven. I run the toy library because no child plays with one toy for long and"
        " no purse is that deep.",
        "Toys to borrow, wipes, no judgement",
        (250, -120),
    ),
    Neighbour(
        "hiroshi",
        "Hiroshi Tanabe",
        ("ja", "en"),
        "Potter. Clay forgives everything until it is fired. So do I.",
        "Clay, a wheel, green tea",
        (-700, 150),
    ),
    Neighbour(
        "rosa",
        "Rosa Ferreira",
        ("pt", "en"),
        "I cooked for a school of six hundred. A pot for thirty is a holiday. Cook with me.",
        "Big pots, bacalhau, aprons",
        (90, -310),
    ),
    Neighbour(
        "ewan",
        "Ewan Leigh",
        ("en",),
        "Fourth generation on the marsh. The yard is swept and the sheep do not mind a gathering.",
        "Straw bales, hot potatoes, a tractor",
        (-980, -820),
    ),
    Neighbour(
        "maud",
        "Maud Entwistle",
        ("en",),
        "I have quilted through three governments and two hips. Bring your mending, we shall not"
        " laugh much.",
        "Thread in every colour, shortbread",
        (310, 330),
    ),
    Neighbour(
        "kwame",
        "Kwame Boateng",
        ("en", "tw"),
        "Drummer. The back room is soundproof: I asked the neighbours and they said so. Everybody"
        " has a rhythm, some only have not met theirs.",
        "Djembes for twelve, ear plugs",
        (560, -20),
    ),
    Neighbour(
        "iris",
        "Iris Cartmell",
        ("en",),
        "Just turned eighteen. I want this town to have one thing to do on a Friday night that is"
        " not the bus shelter.",
        "Posters, playlists, a film projector",
        (-150, -240),
    ),
    Neighbour(
        "peter",
        "Peter Sumner",
        ("en",),
        "Since Jean died I play both sides of the board. It would be good to lose to somebody"
        " else.",
        "A chess clock, pickled eggs",
        (-460, 170),
    ),
    Neighbour(
        "hannah",
        "Hannah Weiss",
        ("de", "en"),
        "Violin teacher. Herzlich willkommen to anybody who wants to scrape along. German coffee"
        " table on the first Sunday.",
        "Spare violins, plum cake",
        (200, 480),
    ),
    Neighbour(
        "lin",
        "Lin Mei-Hua",
        ("zh", "en"),
        "Tai chi by the bandstand whenever it does not pour. Slow is the whole idea.",
        "Loose sleeves, jasmine tea",
        (70, 40),
    ),
    Neighbour(
        "sean",
        "Sean Doherty",
        ("en",),
        "I had a bad few years, and people sat with me. Now I sit with people. No forms, no"
        " advice, just the two chairs.",
        "Time, biscuits, company to an appointment",
        (-60, -130),
    ),
    Neighbour(
        "amina",
        "Amina Warsame",
        ("so", "ar", "en"),
        "I would like a table where women can talk over each other in five languages. We have"
        " begun with three.",
        "Sambuus, henna, a table long enough",
        (230, 650),
    ),
    Neighbour(
        "george",
        "George Papadakis",
        ("el", "en"),
        "Mended nets in that loft for half my life. Now there are no nets and there is a good"
        " floor. Dance on it.",
        "Rebetiko records, olives",
        (-760, 560),
    ),
    Neighbour(
        "edith",
        "Edith Kershaw",
        ("en",),
        "Blind since I was forty, and knitting since I was four. Biscuit, my guide dog, comes"
        " everywhere and snores.",
        "Wool, gossip, Biscuit",
        (10, 330),
    ),
    Neighbour(
        "luca",
        "Luca Moretti",
        ("it", "en"),
        "The oven is hot all night anyway. Come and learn to make bread with me while the town"
        " sleeps.",
        "Sourdough starter with a name (Gina)",
        (110, -60),
    ),
)
