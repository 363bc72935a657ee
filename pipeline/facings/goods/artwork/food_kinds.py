"""Typical contents of what a shop sells: nutrition, ingredients, directions, and the words that tell them. Data only."""

NON_FOOD_DEPARTMENTS = ("household", "care", "clean", "laundry", "hygiene", "beauty", "paper", "pet")
NON_FOOD_HEROES = ("bubbles", "cotton", "feather", "lavender", "paw", "shirt", "sparkle", "toothbrush", "dish", "wave")

# Per 100 g: fat, of which saturates, carbohydrate, of which sugars, fibre, protein, salt (typical values from public
# food composition tables, rounded), and the ingredients as they would be listed.
KINDS: dict[str, tuple[tuple[float, ...], str]] = {
    "water": ((0, 0, 0, 0, 0, 0, 0.02), "Natural mineral water."),
    "cola": (
        (0, 0, 10.6, 10.6, 0, 0, 0.01),
        "Carbonated water, sugar, colour (caramel E150d), acid (phosphoric acid), natural flavourings, caffeine.",
    ),
    "soda": (
        (0, 0, 8.9, 8.9, 0, 0, 0.02),
        "Carbonated water, sugar, fruit juice from concentrate (5 %), acid (citric acid), natural flavourings, "
        "antioxidant (ascorbic acid), colour (carotenes).",
    ),
    "zero": (
        (0, 0, 0.2, 0, 0, 0, 0.02),
        "Carbonated water, acid (citric acid), natural flavourings, sweeteners (sucralose, acesulfame K), "
        "preservative (potassium sorbate).",
    ),
    "juice": (
        (0.1, 0, 10.0, 9.1, 0.5, 0.7, 0),
        "{name} 100 %, partly from concentrate. Contains naturally occurring sugars.",
    ),
    "tea": ((0, 0, 0.2, 0, 0, 0.1, 0), "{name} (100 %)."),
    "coffee": ((0.1, 0, 0.3, 0, 0, 0.3, 0), "Roasted coffee (100 % arabica)."),
    "beer": ((0, 0, 3.2, 0.3, 0, 0.4, 0.01), "Water, malted BARLEY, hops, yeast. 4.7 % vol."),
    "wine": (
        (0, 0, 1.4, 0.6, 0, 0.1, 0),
        "Grapes, acidity regulator (tartaric acid), preservative (SULPHITES). 12.5 % vol.",
    ),
    "milk": ((3.5, 2.3, 4.7, 4.7, 0, 3.4, 0.1), "Pasteurised, homogenised MILK."),
    "yoghurt": (
        (3.1, 2.0, 12.8, 12.4, 0.2, 4.1, 0.12),
        "YOGHURT (MILK), fruit preparation (12 %), sugar, modified starch, natural flavouring.",
    ),
    "cheese": (
        (27.5, 18.0, 0.1, 0.1, 0, 25.0, 1.3),
        "Pasteurised MILK, salt, starter culture (MILK), microbial rennet.",
    ),
    "butter": ((80.0, 52.0, 0.7, 0.7, 0, 0.7, 1.2), "CREAM (MILK), salt (1.2 %), lactic culture (MILK)."),
    "egg": ((9.0, 2.6, 0.5, 0.5, 0, 12.5, 0.36), "Free range hens' EGGS, class A."),
    "oil": ((91.5, 13.5, 0, 0, 0, 0, 0), "{name} (100 %)."),
    "jam": (
        (0.2, 0, 58.0, 56.0, 1.1, 0.5, 0.02),
        "Fruit (50 g per 100 g), sugar, gelling agent (pectin), acid (citric acid).",
    ),
    "honey": ((0, 0, 81.0, 80.0, 0, 0.4, 0.01), "Honey (100 %)."),
    "spread": (
        (31.0, 5.6, 56.0, 54.0, 3.4, 5.9, 0.1),
        "Sugar, rapeseed oil, HAZELNUTS (13 %), low-fat cocoa powder, skimmed MILK powder, emulsifier (SOYA "
        "lecithin), vanillin.",
    ),
    "ketchup": (
        (0.1, 0, 23.0, 22.0, 0.8, 1.2, 1.8),
        "Tomato purée (148 g tomatoes per 100 g), spirit vinegar, sugar, salt, spice extracts (CELERY), spice.",
    ),
    "sauce": (
        (2.4, 0.4, 7.6, 5.9, 1.7, 1.6, 1.0),
        "Tomatoes (78 %), tomato purée, onions, sunflower oil, basil (2 %), salt, garlic, sugar, acid (citric acid).",
    ),
    "pesto": (
        (38.0, 5.4, 6.2, 3.4, 2.2, 4.6, 2.6),
        "Basil (36 %), sunflower oil, CASHEW nuts, hard cheese (MILK, EGG), olive oil, salt, garlic, acid "
        "(lactic acid).",
    ),
    "mayo": (
        (72.0, 5.7, 2.6, 2.2, 0, 1.0, 1.4),
        "Rapeseed oil (72 %), water, EGG yolk (6 %), spirit vinegar, sugar, salt, MUSTARD, lemon juice.",
    ),
    "pickle": (
        (0.2, 0, 4.9, 4.6, 1.1, 0.8, 1.3),
        "{name} (55 %), water, spirit vinegar, sugar, salt, MUSTARD seeds, dill, natural flavouring.",
    ),
    "olive": (
        (16.0, 2.3, 0.6, 0.3, 3.4, 1.2, 3.1),
        "Olives (57 %), water, salt, acid (lactic acid), antioxidant (ascorbic acid).",
    ),
    "tomato": ((0.1, 0, 3.9, 3.6, 0.9, 1.2, 0.1), "Tomatoes (65 %), tomato juice, acid (citric acid)."),
    "pulse": ((1.2, 0.2, 15.5, 1.1, 6.4, 7.2, 0.5), "{name} (60 %), water, salt."),
    "vegetable": ((0.6, 0.1, 10.2, 4.6, 3.2, 3.0, 0.4), "{name} (62 %), water, sugar, salt."),
    "fish": ((8.4, 1.7, 0.3, 0.2, 0, 23.0, 1.1), "FISH (70 %), sunflower oil, salt."),
    "meat": (
        (3.2, 1.2, 1.1, 0.9, 0, 19.5, 2.1),
        "Pork (88 %), water, salt, dextrose, antioxidant (sodium ascorbate), preservative (sodium nitrite), "
        "beech smoke.",
    ),
    "pasta": ((1.5, 0.4, 71.0, 3.3, 3.1, 13.0, 0.01), "Durum WHEAT semolina, water. May contain SOYA and MUSTARD."),
    "rice": ((0.9, 0.3, 78.0, 0.3, 1.3, 7.4, 0.01), "Long grain rice (100 %)."),
    "cereal": (
        (2.6, 0.6, 78.0, 19.0, 7.2, 8.6, 0.9),
        "Whole grain OATS (48 %), maize flour, sugar, WHEAT flour, honey (3 %), salt, BARLEY malt extract, "
        "vitamins (niacin, B6, "
        "riboflavin, folic acid, B12), iron.",
    ),
    "muesli": (
        (13.5, 3.1, 61.0, 17.0, 8.1, 9.8, 0.2),
        "Whole grain OAT flakes (52 %), sugar, sunflower oil, HAZELNUTS (6 %), ALMONDS, raisins, honey, salt.",
    ),
    "oats": ((6.9, 1.3, 59.0, 1.0, 10.0, 13.0, 0.02), "Whole grain OAT flakes (100 %)."),
    "flour": ((1.2, 0.2, 72.0, 1.2, 3.3, 10.5, 0.01), "WHEAT flour. May contain RYE, BARLEY and OATS."),
    "bread": (
        (3.6, 0.5, 43.0, 3.2, 6.1, 9.4, 1.0),
        "WHEAT flour, water, whole grain RYE flour, yeast, rapeseed oil, salt, WHEAT gluten, malt (BARLEY).",
    ),
    "crisps": (
        (31.0, 2.6, 52.0, 2.1, 4.4, 6.3, 1.3),
        "Potatoes, sunflower oil (31 %), seasoning (salt, sugar, onion powder, yeast extract, paprika, natural "
        "flavourings).",
    ),
    "nacho": (
        (23.0, 2.3, 61.0, 2.6, 5.2, 6.8, 1.2),
        "Maize (74 %), sunflower oil, seasoning (sugar, salt, WHEY powder (MILK), tomato powder, paprika, chilli).",
    ),
    "popcorn": ((19.0, 2.0, 58.0, 1.0, 10.0, 8.6, 1.4), "Popping maize (78 %), sunflower oil, salt."),
    "nuts": (
        (51.0, 6.4, 11.0, 4.9, 8.4, 24.0, 0.9),
        "{name} (96 %), sunflower oil, salt. May contain other NUTS and SESAME.",
    ),
    "chocolate": (
        (31.5, 19.0, 57.0, 55.0, 2.4, 6.8, 0.2),
        "Sugar, cocoa butter, whole MILK powder, cocoa mass, HAZELNUTS, emulsifier (SOYA lecithin), vanilla. "
        "Cocoa solids: 32 % minimum.",
    ),
    "biscuit": (
        (22.0, 9.8, 64.0, 28.0, 2.8, 6.4, 0.7),
        "WHEAT flour, sugar, butter (MILK) (14 %), chocolate chips (12 %), glucose syrup, EGGS, raising agent "
        "(E500), salt.",
    ),
    "sweets": (
        (0.2, 0.1, 78.0, 52.0, 0.2, 6.2, 0.1),
        "Glucose syrup, sugar, gelatine, dextrose, acid (citric acid), fruit juice concentrates, flavourings, "
        "glazing agent (beeswax).",
    ),
    "sugar": ((0, 0, 100.0, 100.0, 0, 0, 0), "Sugar (100 %)."),
    "soup": (
        (2.3, 0.9, 6.6, 2.4, 1.0, 1.6, 0.8),
        "Water, vegetables (38 %), cream (MILK), modified starch, salt, yeast extract, herbs, spices.",
    ),
    "fruit": (
        (0.2, 0, 13.0, 12.0, 1.3, 0.5, 0.01),
        "{name} (58 %), water, sugar, fruit juice, antioxidant (ascorbic acid).",
    ),
    "baby": (
        (1.8, 0.4, 9.4, 3.6, 1.7, 2.2, 0.06),
        "Vegetables (62 %), water, rice, rapeseed oil (1 %), vitamin B1. No added salt.",
    ),
}

# First match wins; tried on the name and descriptor, lower case.
WORDS = (
    ("tuna", "fish"),
    ("mackerel", "fish"),
    ("sardine", "fish"),
    ("herring", "fish"),
    ("salmon", "fish"),
    (" ham", "meat"),
    ("sausage", "meat"),
    ("salami", "meat"),
    ("bacon", "meat"),
    ("water", "water"),
    ("zero", "zero"),
    ("cola", "cola"),
    ("beer", "beer"),
    ("lager", "beer"),
    ("pils", "beer"),
    ("wine", "wine"),
    ("ketchup", "ketchup"),
    ("mayo", "mayo"),
    ("mustard", "ketchup"),
    ("pesto", "pesto"),
    ("soup", "soup"),
    ("sauce", "sauce"),
    ("passata", "tomato"),
    ("olive oil", "oil"),
    (" oil", "oil"),
    ("vinegar", "zero"),
    ("juice", "juice"),
    ("smoothie", "juice"),
    ("nectar", "juice"),
    ("lemonade", "soda"),
    ("soda", "soda"),
    ("tonic", "soda"),
    ("sparkling", "soda"),
    ("ice tea", "soda"),
    ("iced tea", "soda"),
    ("tea", "tea"),
    ("infusion", "tea"),
    ("coffee", "coffee"),
    ("espresso", "coffee"),
    ("yoghurt", "yoghurt"),
    ("yogurt", "yoghurt"),
    ("skyr", "yoghurt"),
    ("pudding", "yoghurt"),
    ("butter", "butter"),
    ("margarine", "butter"),
    ("cheese", "cheese"),
    ("gouda", "cheese"),
    ("cheddar", "cheese"),
    ("cream", "milk"),
    ("milk", "milk"),
    ("jam", "jam"),
    ("marmalade", "jam"),
    ("honey", "honey"),
    ("spread", "spread"),
    ("muesli", "muesli"),
    ("granola", "muesli"),
    ("oat", "oats"),
    ("flour", "flour"),
    ("sugar", "sugar"),
    ("rice", "rice"),
    ("popcorn", "popcorn"),
    ("crisp", "crisps"),
    ("chips", "crisps"),
    ("egg", "egg"),
    ("bread", "bread"),
    ("baby", "baby"),
)
BY_HERO = {
    "cola_glass": "cola",
    "ice_cube": "soda",
    "milk_splash": "milk",
    "water_drop": "water",
    "yoghurt_swirl": "yoghurt",
    "butter": "butter",
    "cheese": "cheese",
    "egg": "egg",
    "fish": "fish",
    "ham": "meat",
    "honey": "honey",
    "chocolate": "chocolate",
    "cookie": "biscuit",
    "biscuit": "biscuit",
    "wafer": "biscuit",
    "pretzel": "biscuit",
    "croissant": "bread",
    "bread": "bread",
    "gummy": "sweets",
    "chip": "crisps",
    "chip_ridged": "crisps",
    "nacho": "nacho",
    "popcorn": "popcorn",
    "peanut": "nuts",
    "almond": "nuts",
    "hazelnut": "nuts",
    "cereal_ring": "cereal",
    "cereal_flake": "cereal",
    "oat": "oats",
    "wheat": "flour",
    "rice": "rice",
    "coffee_bean": "coffee",
    "fusilli": "pasta",
    "macaroni": "pasta",
    "penne": "pasta",
    "spaghetti": "pasta",
    "leaf_tea": "tea",
    "leaf_mint": "tea",
    "flower": "tea",
    "tomato": "tomato",
    "pea": "pulse",
    "bean_red": "pulse",
    "chickpea": "pulse",
    "olive": "olive",
    "cucumber": "pickle",
    "leaf_basil": "pesto",
    "broccoli": "vegetable",
    "carrot": "vegetable",
    "corn": "vegetable",
    "mushroom": "vegetable",
    "onion": "vegetable",
    "pepper": "vegetable",
    "potato": "crisps",
    "chilli": "sauce",
    "garlic": "sauce",
}
BY_DEPARTMENT = {
    "soft_drinks": "soda",
    "juice_water": "juice",
    "beer_wine": "beer",
    "spreads": "jam",
    "dairy": "yoghurt",
    "baby": "baby",
    "sweets": "sweets",
    "coffee_tea": "tea",
}

DIRECTIONS = {
    "pet": (
        "COMPOSITION",
        "Cereals (28 %), meat and animal derivatives (26 %, of which chicken 8 %), oils and fats, vegetables (4"
        " %), minerals, yeast.",
        "Analytical constituents: crude protein 23 %, crude fat 11 %, crude fibre 2.5 %, crude ash 7.5 %. Feed "
        "60 g per day for each 5 kg of "
        "weight. Fresh water should always be at hand.",
    ),
    "personal_care": (
        "INGREDIENTS",
        "Aqua, Sodium Laureth Sulfate, Cocamidopropyl Betaine, Glycerin, Sodium Chloride, Panthenol, Parfum, "
        "Citric Acid, "
        "Sodium Benzoate, Linalool, Limonene.",
        "Apply to wet skin or hair, lather and rinse well. Avoid contact with the eyes; rinse with plenty of "
        "water if it happens. "
        "Dermatologically tested. For external use only.",
    ),
    "household": (
        "CONTAINS",
        "5-15 % anionic surfactants, < 5 % non-ionic surfactants, soap, enzymes, perfume, Benzisothiazolinone, "
        "Hexyl cinnamal.",
        "WARNING: causes serious eye irritation. Keep out of reach of children. If in eyes: rinse cautiously "
        "with water for several minutes. "
        "Dose: 35 ml for 4-5 kg of washing, 5 ml for 5 l of water.",
    ),
    "paper": (
        "MATERIAL",
        "100 % cellulose from responsibly managed forests, whitened without chlorine.",
        "Store dry. Keep the wrapping away from small children: danger of suffocation.",
    ),
}
