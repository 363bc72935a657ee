"""The words a catalogue may use for how a package is printed. Data only, so that a catalogue can be checked quickly."""

LAYOUTS = ("band", "diagonal", "premium", "stripe", "burst", "clean", "window", "retro", "photo", "pattern")
"""How the front is divided: see `artwork.layouts`."""

MARKS = ("plain", "outline", "oval", "ribbon", "shield", "badge", "stacked", "script", "underline", "monogram")
"""How a brand's name becomes its mark: see `artwork.marks`."""

FONTS = (
    "anton", "abril-fatface", "archivo-black", "bangers", "bebas-neue", "bitter", "chewy", "comfortaa",
    "dancing-script", "fredoka", "inter", "kaushan-script", "league-spartan", "lobster", "lobster-two",
    "luckiest-guy", "montserrat", "oswald", "pacifico", "playfair-display", "quicksand", "righteous", "titan-one",
    "yanone-kaffeesatz",
)
"""Type faces, by the name of their npm package under @fontsource (inter comes with bpy)."""

HEROES = (
    # fruit and vegetables
    "apple", "banana", "berry_blue", "cherry", "grape", "lemon", "lime", "mango", "orange", "peach", "pear",
    "pineapple", "raspberry", "strawberry", "broccoli", "carrot", "chilli", "corn", "cucumber", "garlic",
    "mushroom", "olive", "onion", "pea", "pepper", "potato", "tomato", "bean_red", "chickpea", "leaf_mint",
    "leaf_basil", "leaf_tea",
    # grain, sweet and snack
    "almond", "biscuit", "cereal_ring", "cereal_flake", "chip", "chip_ridged", "chocolate", "coffee_bean", "cookie",
    "croissant", "fusilli", "hazelnut", "honey", "macaroni", "nacho", "oat", "peanut", "penne", "popcorn",
    "pretzel", "rice", "spaghetti", "wafer", "wheat", "bread", "gummy",
    # dairy, meat, fish, drinks
    "butter", "cheese", "egg", "fish", "ham", "ice_cube", "milk_splash", "water_drop", "yoghurt_swirl",
    "cola_glass",
    # household and care
    "bubbles", "cotton", "feather", "flower", "lavender", "paw", "shirt", "sparkle", "toothbrush", "wave", "dish",
)
"""The illustration on the front."""

PACKAGE_KINDS = (
    # turned or moulded
    "drinks_can", "food_tin", "pet_bottle", "glass_bottle", "jar", "tub", "flat_tub", "squeeze_bottle", "jug",
    "aerosol", "tube", "cup",
    # folded, filled or wrapped
    "carton", "gable_top", "brick", "pillow_bag", "pouch", "flow_wrap", "multipack", "tray", "egg_carton",
    "paper_bag", "roll_pack",
)
"""See `packages`; every kind is a module of that name."""
