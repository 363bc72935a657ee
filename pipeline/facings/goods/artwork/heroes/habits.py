"""How each hero is usually shown on a pack: alone, in twos or threes, heaped, in a bowl, falling."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Habit:
    """Ways to compose a hero, and its size in a heap as a share of the heap's box."""

    ways: tuple[str, ...]
    scale: float = 0.4


_BIG = Habit(("trio", "pair", "pile"), 0.46)
_SMALL = Habit(("pile", "bowl", "pile", "cascade"), 0.22)
_TINY = Habit(("pile", "bowl"), 0.15)
_PIECE = Habit(("pile", "cascade", "trio"), 0.36)
_ALONE = Habit(("single",))
_FEW = Habit(("pair", "single", "trio"), 0.5)

_HABITS: dict[str, Habit] = {
    **dict.fromkeys(
        (
            "apple",
            "orange",
            "lemon",
            "lime",
            "peach",
            "pear",
            "mango",
            "tomato",
            "onion",
            "pepper",
            "potato",
            "garlic",
            "mushroom",
        ),
        _BIG,
    ),
    **dict.fromkeys(
        (
            "banana",
            "pineapple",
            "grape",
            "cherry",
            "broccoli",
            "leaf_mint",
            "leaf_basil",
            "leaf_tea",
            "croissant",
            "butter",
            "cheese",
            "lavender",
            "wheat",
            "bread",
            "flower",
            "carrot",
            "corn",
            "fish",
            "feather",
        ),
        _FEW,
    ),
    **dict.fromkeys(
        (
            "berry_blue",
            "raspberry",
            "strawberry",
            "olive",
            "cucumber",
            "chocolate",
            "cookie",
            "biscuit",
            "pretzel",
            "wafer",
            "gummy",
            "chip",
            "chip_ridged",
            "nacho",
            "chilli",
            "peanut",
            "egg",
            "ham",
            "cotton",
        ),
        _PIECE,
    ),
    **dict.fromkeys(
        ("cereal_ring", "cereal_flake", "popcorn", "almond", "hazelnut", "coffee_bean", "fusilli", "penne", "macaroni"),
        _SMALL,
    ),
    **dict.fromkeys(("pea", "chickpea", "bean_red", "oat", "rice"), _TINY),
    **dict.fromkeys(
        (
            "honey",
            "spaghetti",
            "milk_splash",
            "yoghurt_swirl",
            "cola_glass",
            "shirt",
            "toothbrush",
            "wave",
            "dish",
            "paw",
            "sparkle",
            "water_drop",
            "bubbles",
        ),
        _ALONE,
    ),
    "rice": Habit(("pile", "bowl"), 0.17),
    "ice_cube": Habit(("trio", "pile"), 0.46),
    "berry_blue": Habit(("pile", "cascade", "trio"), 0.30),
    "raspberry": Habit(("pile", "trio", "cascade"), 0.34),
    "grape": Habit(("single", "pair")),
    "egg": Habit(("trio", "pair")),
    "ham": Habit(("pair", "single")),
    "corn": Habit(("pair", "single")),
    "wheat": Habit(("trio", "pair")),
    "water_drop": Habit(("single", "trio")),
    "chip": Habit(("pile", "cascade"), 0.40),
    "chip_ridged": Habit(("cascade", "pile"), 0.40),
    "pea": Habit(("pile", "bowl"), 0.24),
}


def habit_of(hero: str) -> Habit:
    """The hero's habit; `vocabulary.HEROES` are all known."""
    return _HABITS[hero]
