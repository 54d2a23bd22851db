"""The words by which neighbours speak of each category, in English, German and Spanish.

They help to find and to match: whoever offers a "Bohrmaschine" and whoever needs a "drill" mean the
same drawer. They are whole words as people write them, in lower case; whoever compares them takes
stems of both sides. They decide nothing: a category is always what the writer chose.
"""

from backend.posts.categories import Category


def _words(words: str) -> tuple[str, ...]:
    return tuple(words.split())


WORDS: dict[Category, dict[str, tuple[str, ...]]] = {
    Category.FOOD: {
        "en": _words(
            "food meal meals dinner lunch breakfast supper soup stew bread cake cook cooking "
            "cooked bake baking bakery casserole curry pasta pizza vegetarian vegan leftovers "
            "fruit vegetables apples plums eggs jam milk tea coffee snack sandwich pie biscuits "
            "honey freezer kitchen eat eating hungry"
        ),
        "de": _words(
            "essen mahlzeit mahlzeiten abendessen mittagessen frühstück suppe eintopf brot "
            "kuchen kochen gekocht backen auflauf nudeln pizza vegetarisch vegan reste obst "
            "gemüse äpfel pflaumen eier marmelade milch tee kaffee imbiss brötchen plätzchen "
            "honig gefrierfach küche hunger hungrig warmes speisen gericht lasagne salat "
            "kartoffeln"
        ),
        "es": _words(
            "comida comidas cena almuerzo desayuno sopa guiso cocido pan pastel tarta cocinar "
            "cocinado hornear tortilla arroz pasta pizza vegetariano vegano sobras fruta "
            "verduras manzanas ciruelas huevos mermelada leche té café bocadillo galletas miel "
            "congelador cocina hambre comer plato lentejas ensalada patatas"
        ),
    },
    Category.SHOPPING: {
        "en": _words(
            "shopping groceries grocery supermarket shop errand errands market post parcel "
            "parcels package letter stamps list basket bags bank butcher baker drugstore "
            "collect pick fetch buy bring essentials detergent trolley deliver delivery"
        ),
        "de": _words(
            "einkauf einkaufen einkäufe lebensmittel supermarkt laden besorgung besorgungen "
            "erledigung wochenmarkt markt post paket pakete päckchen brief briefmarken "
            "einkaufszettel einkaufstasche tüten bank metzger bäcker drogerie abholen "
            "mitbringen holen kaufen besorgen waschmittel einkaufswagen liefern lieferung"
        ),
        "es": _words(
            "compra compras supermercado tienda recado recados mercado correos paquete paquetes "
            "carta sellos lista cesta bolsas banco carnicería panadería droguería recoger traer "
            "comprar encargo encargos detergente carrito entregar entrega víveres comestibles"
        ),
    },
    Category.HEALTH_ERRANDS: {
        "en": _words(
            "prescription prescriptions pharmacy chemist medicine medicines medication tablets "
            "pills doctor doctors surgery gp clinic hospital appointment dentist optician "
            "glasses checkup vaccination nurse physio physiotherapy therapist wheelchair "
            "crutches walker plaster thermometer discharge"
        ),
        "de": _words(
            "rezept rezepte apotheke medikament medikamente arznei tabletten arzt ärztin "
            "arztpraxis praxis klinik krankenhaus arzttermin arztbesuch zahnarzt optiker brille "
            "untersuchung impfung impftermin wartezimmer pflege krankengymnastik physiotherapie "
            "therapie rollstuhl krücken rollator pflaster fieberthermometer entlassung"
        ),
        "es": _words(
            "receta recetas farmacia medicina medicinas medicamento medicamentos pastillas "
            "médico médica doctor doctora consulta ambulatorio clínica hospital cita dentista "
            "óptica gafas revisión vacuna vacunación enfermera fisioterapia fisioterapeuta "
            "terapia muletas andador tiritas termómetro alta"
        ),
    },
    Category.TRANSPORT: {
        "en": _words(
            "lift ride drive driver driving car van trailer bus train station airport travel "
            "journey trip commute carpool seat passenger pickup dropoff bicycle bike scooter "
            "wheel petrol parking tow transport minibus taxi"
        ),
        "de": _words(
            "mitfahren mitfahrgelegenheit fahrt fahren fahrer fahrdienst auto wagen transporter "
            "anhänger bus zug bahnhof flughafen reise fahrgemeinschaft sitzplatz beifahrer "
            "abholung bringen fahrrad rad lastenrad roller benzin parken parkplatz abschleppen "
            "transport kleinbus dachgepäckträger taxi führerschein pendeln"
        ),
        "es": _words(
            "viaje viajar llevar coche furgoneta remolque autobús tren estación aeropuerto "
            "conducir conductor conductora trayecto plaza pasajero recogida bicicleta bici "
            "patinete gasolina aparcamiento aparcar remolcar transporte taxi baca carné "
            "desplazamiento acercar"
        ),
    },
    Category.TOOLS: {
        "en": _words(
            "tool tools drill hammer saw screwdriver ladder wrench spanner pliers sander jigsaw "
            "chainsaw bits drillbit wheelbarrow toolbox workbench clamp jack pump generator "
            "nails screws plane chisel soldering multimeter stepladder level"
        ),
        "de": _words(
            "werkzeug werkzeuge bohrmaschine bohrer schlagbohrmaschine bohrhammer hammer säge "
            "schraubenzieher schraubendreher akkuschrauber leiter schraubenschlüssel zange "
            "schleifmaschine stichsäge kettensäge schubkarre werkzeugkasten werkbank "
            "schraubzwinge wagenheber pumpe luftpumpe hochdruckreiniger stromerzeuger "
            "verlängerungskabel nägel schrauben hobel meißel lötkolben winkelschleifer "
            "wasserwaage trittleiter"
        ),
        "es": _words(
            "herramienta herramientas taladro taladradora broca brocas martillo sierra "
            "destornillador atornillador escalera llave alicates lijadora caladora motosierra "
            "carretilla gato bomba hidrolimpiadora generador alargador clavos tornillos cepillo "
            "cincel soldador amoladora nivel prensa tenazas"
        ),
    },
    Category.HOUSEHOLD: {
        "en": _words(
            "furniture table chair chairs sofa couch bed mattress cot crib wardrobe shelf "
            "shelves lamp heater radiator blanket blankets duvet bedding pillow towels fridge "
            "kettle toaster microwave oven vacuum iron dishes plates pots pans cutlery curtains "
            "carpet rug fan fireplace firewood boxes appliance appliances"
        ),
        "de": _words(
            "möbel tisch stuhl stühle sofa couch bett matratze babybett gitterbett schrank "
            "kleiderschrank regal lampe heizgerät heizlüfter heizung ofen decke decken "
            "bettdecke bettwäsche kissen handtücher kühlschrank waschmaschine wasserkocher "
            "toaster mikrowelle herd staubsauger bügeleisen geschirr teller töpfe pfannen "
            "besteck vorhänge teppich ventilator brennholz kartons umzugskartons haushaltsgerät"
        ),
        "es": _words(
            "muebles mesa silla sillas sofá cama colchón cuna armario estantería estante "
            "lámpara calefactor estufa radiador manta mantas edredón almohada toallas nevera "
            "frigorífico lavadora hervidor tostadora microondas horno aspiradora plancha "
            "vajilla platos ollas sartenes cubiertos cortinas alfombra ventilador leña cajas "
            "electrodoméstico electrodomésticos"
        ),
    },
    Category.CLOTHES: {
        "en": _words(
            "clothes clothing coat coats jacket jumper sweater trousers jeans shirt shirts "
            "dress skirt shoes boots trainers socks gloves hat scarf uniform suit raincoat "
            "wellies pyjamas knitting knitted hem alterations zip maternity size wool"
        ),
        "de": _words(
            "kleidung kleider klamotten mantel mäntel jacke winterjacke pullover hose hosen "
            "jeans hemd hemden kleid rock schuhe stiefel turnschuhe socken handschuhe mütze "
            "schal anzug regenjacke gummistiefel schlafanzug schneeanzug gestrickt umstandsmode "
            "saum reißverschluss größe wolle kinderkleidung"
        ),
        "es": _words(
            "ropa abrigo abrigos chaqueta jersey suéter pantalón pantalones vaqueros camisa "
            "camisas vestido falda zapatos botas zapatillas calcetines guantes gorro bufanda "
            "uniforme traje impermeable chubasquero pijama tejido dobladillo cremallera talla "
            "lana premamá prenda prendas"
        ),
    },
    Category.CHILDREN: {
        "en": _words(
            "child children kid kids baby babies toddler babysitting babysitter babysit "
            "childcare childminding nursery playground playdate pram pushchair buggy stroller "
            "nappies diapers toys carrier playing daughter son grandchildren grandparent twins "
            "bedtime storytime kindergarten"
        ),
        "de": _words(
            "kind kinder baby babys kleinkind babysitten babysitter babysitting kinderbetreuung "
            "betreuung kita kindergarten krippe schulweg spielplatz kinderwagen buggy windeln "
            "spielzeug kindersitz autositz hochstuhl babytrage spielen ferienbetreuung tochter "
            "sohn enkel enkelkinder leihoma tagesmutter zwillinge vorlesen tragetuch"
        ),
        "es": _words(
            "niño niña niños niñas bebé bebés canguro niñera guardería cochecito pañales "
            "juguetes sillita trona portabebés jugar hija hijo hijos nietos mellizos gemelos "
            "cuento cuentos biberón columpio"
        ),
    },
    Category.REPAIRS: {
        "en": _words(
            "repair repairs fix fixing mend mending broken leak leaking tap pipe plumbing "
            "plumber paint painting wallpaper moving move carry carrying assemble assembly "
            "install mount hang snow shovel shovelling gutter tiles electrician lock hinge "
            "handy sew sewing puncture heavy"
        ),
        "de": _words(
            "reparatur reparieren repariert flicken kaputt undicht tropft wasserhahn rohr "
            "klempner streichen malern tapezieren umzug umziehen tragen schleppen "
            "möbelschleppen aufbauen aufbau montieren montage anbringen aufhängen schnee "
            "schneeschippen schneeräumen räumen dachrinne fliesen elektriker schloss scharnier "
            "handwerk handwerklich nähen platten schwer lackieren"
        ),
        "es": _words(
            "reparación reparar arreglar arreglo roto rota gotea fuga grifo tubería fontanero "
            "fontanería pintar pintura empapelar mudanza mudarse cargar montar montaje instalar "
            "colgar nieve pala canalón azulejos electricista cerradura bisagra manitas coser "
            "pinchazo pesado atornillar"
        ),
    },
    Category.GARDEN: {
        "en": _words(
            "garden gardening lawn mow mowing mower grass hedge hedges prune pruning weeds "
            "weeding plants plant seeds seedlings compost soil dig digging greenhouse allotment "
            "flowers trees watering rake spade pots bulbs cuttings harvest leaves patio bushes"
        ),
        "de": _words(
            "garten gartenarbeit rasen rasenmähen mähen rasenmäher gras hecke hecken "
            "heckenschere schneiden unkraut jäten pflanzen saatgut samen setzlinge kompost erde "
            "graben umgraben gewächshaus schrebergarten kleingarten blumen bäume gießen "
            "blumengießen rechen spaten blumentöpfe zwiebeln stecklinge hochbeet ernte ernten "
            "laub sträucher beet"
        ),
        "es": _words(
            "jardín jardinería césped cortacésped hierba seto setos podar poda desbrozar "
            "plantas planta semillas plantones compost tierra cavar invernadero huerto flores "
            "árboles regar riego rastrillo macetas bulbos esquejes bancal cosecha hojas "
            "arbustos azada"
        ),
    },
    Category.ANIMALS: {
        "en": _words(
            "animal animals pet pets dog dogs puppy dogwalking walkies cat cats kitten rabbit "
            "rabbits hamster bird birds budgie fish aquarium hen hens chickens sitter vet "
            "kennel leash lead collar litter cage tortoise horse"
        ),
        "de": _words(
            "tier tiere haustier haustiere hund hunde welpe gassi gassigehen hundesitter "
            "hundeausführen katze katzen kätzchen katzensitter kaninchen hase hamster "
            "meerschweinchen vogel vögel wellensittich fische aquarium huhn hühner füttern "
            "tierarzt leine halsband katzenklo käfig schildkröte pferd hütehund tierbetreuung"
        ),
        "es": _words(
            "animal animales mascota mascotas perro perros perra cachorro paseador gato gatos "
            "gata gatito conejo conejos hámster cobaya pájaro pájaros periquito peces acuario "
            "gallina gallinas alimentar veterinario veterinaria correa collar arenero jaula "
            "tortuga caballo"
        ),
    },
    Category.COMPANY: {
        "en": _words(
            "company companion visit visiting visitor chat chatting talk talking walk walking "
            "stroll lonely loneliness friend friends friendly befriend together neighbourly "
            "newcomer listening listen accompany elderly widow conversation meet meeting outing "
            "alone"
        ),
        "de": _words(
            "gesellschaft besuch besuchen plaudern reden quatschen unterhalten unterhaltung "
            "spaziergang spazieren spazierengehen einsam einsamkeit freund freunde freundschaft "
            "kennenlernen kaffeetrinken gemeinsam zusammen nachbarschaftlich zuhören begleiten "
            "begleitung senioren seniorin witwe anrufen telefonieren gespräch treffen ausflug "
            "allein alleine neuzugezogen"
        ),
        "es": _words(
            "compañía acompañar acompañamiento visita visitar visitas charlar charla hablar "
            "conversar pasear paseo caminar soledad solo sola amigo amigos amistad conocer "
            "juntos vecinal escuchar mayor mayores viuda viudo llamada quedar encuentro "
            "excursión merendar tertulia acompañante"
        ),
    },
    Category.LANGUAGES: {
        "en": _words(
            "language languages english german spanish french arabic turkish ukrainian russian "
            "polish italian portuguese farsi translate translation translator interpreter "
            "interpreting interpret tandem vocabulary grammar pronunciation speak speaking "
            "fluent dictionary bilingual"
        ),
        "de": _words(
            "sprache sprachen englisch deutsch spanisch französisch arabisch türkisch "
            "ukrainisch russisch polnisch italienisch portugiesisch farsi persisch übersetzen "
            "übersetzung übersetzer dolmetschen dolmetscher dolmetscherin tandem sprachtandem "
            "vokabeln grammatik aussprache sprechen fließend muttersprache muttersprachler "
            "wörterbuch zweisprachig gebärdensprache deutschkurs"
        ),
        "es": _words(
            "idioma idiomas lengua lenguas inglés alemán español francés árabe turco ucraniano "
            "ruso polaco italiano portugués castellano persa traducir traducción traductor "
            "traductora intérprete interpretar intercambio vocabulario gramática pronunciación "
            "conversación nativo nativa diccionario bilingüe signos"
        ),
    },
    Category.LEARNING: {
        "en": _words(
            "learn learning teach teaching teacher lesson lessons tutor tutoring homework maths "
            "mathematics physics chemistry exam exams revision school study studying student "
            "apprenticeship course reading writing science history essay explain practice "
            "mentor skills books textbook"
        ),
        "de": _words(
            "lernen lehren unterricht unterrichten nachhilfe nachhilfelehrer hausaufgaben mathe "
            "mathematik physik chemie prüfung prüfungen abitur klausur schule studieren studium "
            "student studentin ausbildung kurs lesen schreiben biologie geschichte aufsatz "
            "erklären üben übung mentor mentorin schulbuch bücher lernhilfe vorbereitung"
        ),
        "es": _words(
            "aprender enseñar enseñanza clase clases profesor profesora refuerzo deberes "
            "matemáticas física química examen exámenes repaso escuela instituto estudiar "
            "estudio estudiante curso leer escribir biología historia redacción explicar "
            "práctica mentor mentora libros apuntes lección lecciones"
        ),
    },
    Category.COMPUTERS: {
        "en": _words(
            "computer computers laptop tablet phone smartphone mobile printer printing wifi "
            "internet router password app apps software update virus backup keyboard monitor "
            "screen cable charger television tv scanner scan website program programming online "
            "technology"
        ),
        "de": _words(
            "computer rechner laptop notebook tablet handy smartphone telefon drucker drucken "
            "ausdrucken wlan internet router passwort app apps software programm update virus "
            "datensicherung tastatur bildschirm monitor kabel ladegerät fernseher scanner "
            "scannen webseite programmieren videoanruf online technik festplatte einrichten "
            "betriebssystem"
        ),
        "es": _words(
            "ordenador ordenadores computadora portátil tableta móvil teléfono smartphone "
            "impresora imprimir wifi internet router contraseña aplicación aplicaciones "
            "programa actualización virus teclado pantalla monitor cable cargador televisor "
            "televisión escáner escanear web programar videollamada tecnología informática"
        ),
    },
    Category.PAPERWORK: {
        "en": _words(
            "form forms paperwork application apply tax taxes benefit benefits claim council "
            "office visa residence permit insurance contract rent tenancy housing cv resume "
            "complaint bill bills pension document documents certificate authority official "
            "debt"
        ),
        "de": _words(
            "formular formulare papierkram antrag anträge beantragen ausfüllen steuer steuern "
            "steuererklärung kindergeld wohngeld bürgergeld amt ämter behörde behörden visum "
            "aufenthalt aufenthaltserlaubnis versicherung vertrag miete mietvertrag "
            "wohnungssuche bewerbung lebenslauf anschreiben beschwerde rechnung rechnungen "
            "rente dokument dokumente unterlagen bescheinigung bescheid schulden"
        ),
        "es": _words(
            "formulario formularios papeleo papeles solicitud solicitar rellenar impuestos "
            "impuesto renta declaración ayuntamiento oficina visado residencia permiso seguro "
            "contrato alquiler vivienda currículum candidatura queja reclamación factura "
            "facturas pensión documento documentos certificado trámite trámites administración "
            "deudas"
        ),
    },
    Category.MUSIC_AND_ARTS: {
        "en": _words(
            "music musician sing singing choir guitar piano violin drums flute saxophone band "
            "instrument instruments orchestra concert song songs dance dancing art arts draw "
            "drawing watercolour pottery ceramics craft crafts theatre film photography camera "
            "poetry crochet embroidery easel"
        ),
        "de": _words(
            "musik musizieren singen chor gitarre klavier geige schlagzeug flöte saxophon band "
            "instrument instrumente orchester konzert lied lieder tanz tanzen kunst zeichnen "
            "malen aquarell töpfern keramik basteln handarbeit theater film fotografie "
            "fotografieren kamera gedichte stricken häkeln sticken staffelei"
        ),
        "es": _words(
            "música músico cantar canto coro guitarra piano violín batería flauta saxofón banda "
            "instrumento instrumentos orquesta concierto canción canciones baile bailar danza "
            "arte dibujar dibujo acuarela cerámica alfarería manualidades teatro cine "
            "fotografía cámara poesía ganchillo bordado caballete tejer punto"
        ),
    },
    Category.SPORT_AND_GAMES: {
        "en": _words(
            "sport sports football tennis badminton running run jogging swim swimming yoga gym "
            "fitness cycling hiking hike climbing basketball volleyball skating ski skis sledge "
            "ball racket chess cards boardgames puzzle puzzles game games darts bowls boules "
            "tent camping fishing team"
        ),
        "de": _words(
            "sport fußball tennis tischtennis federball badminton laufen joggen lauftreff "
            "schwimmen yoga turnen fitness radtour wandern wanderung klettern basketball "
            "volleyball schlittschuh ski skier schlitten ball schläger schach karten "
            "kartenspiel skat brettspiel brettspiele gesellschaftsspiele puzzle spiel spiele "
            "spieleabend dart boule zelt camping angeln mannschaft"
        ),
        "es": _words(
            "deporte deportes fútbol tenis pimpón bádminton correr nadar natación yoga gimnasio "
            "gimnasia ciclismo senderismo excursionismo escalada baloncesto voleibol patinar "
            "patines esquí esquís trineo pelota balón raqueta ajedrez cartas naipes juego "
            "juegos rompecabezas puzle dardos petanca acampada pesca equipo"
        ),
    },
    Category.CELEBRATIONS: {
        "en": _words(
            "party parties birthday celebrate celebration wedding christmas easter eid ramadan "
            "diwali hanukkah festival barbecue bbq picnic marquee gazebo decorations balloons "
            "costume costumes carnival halloween anniversary farewell benches speakers "
            "fireworks gift gifts present presents feast"
        ),
        "de": _words(
            "fest feste feier feiern party geburtstag geburtstagsfeier hochzeit weihnachten "
            "ostern zuckerfest ramadan diwali chanukka grillen grillfest straßenfest picknick "
            "pavillon festzelt dekoration deko luftballons lichterkette kostüm kostüme karneval "
            "fasching halloween jubiläum abschied einweihung bierbänke bierbank lautsprecher "
            "feuerwerk geschenk geschenke silvester advent"
        ),
        "es": _words(
            "fiesta fiestas cumpleaños celebrar celebración boda navidad pascua eid ramadán "
            "diwali janucá festival barbacoa verbena picnic carpa decoración adornos globos "
            "guirnalda guirnaldas disfraz disfraces carnaval halloween aniversario despedida "
            "bienvenida bancos altavoces fuegos regalo regalos nochevieja reyes convite"
        ),
    },
    Category.OTHER: {
        "en": _words(
            "other anything everything miscellaneous odd various something whatever else idea "
            "question thing things help helping hand hands favour volunteer neighbour "
            "neighbours"
        ),
        "de": _words(
            "anderes sonstiges verschiedenes irgendetwas etwas allerlei idee frage ding dinge "
            "sache sachen hilfe helfen helfer mithelfen gefallen gefälligkeit unterstützung "
            "nachbar nachbarn nachbarin nachbarschaftshilfe anpacken mitmachen diverses"
        ),
        "es": _words(
            "otro otros otra otras varios varias algo cualquier cosa cosas idea pregunta ayuda "
            "ayudar mano favor colaborar apoyo vecino vecina vecinos diverso diversos demás"
        ),
    },
}
"""By category and primary language tag. A word may belong to several categories."""
