"""Moves and repeats the template's bay, boards, doors and lights so that they are what a ShelfSpec says.

The artist's own objects stay where they are, hidden; what is seen are copies that share their meshes. A copy belongs to
one place (part, bay, board) and is used again whenever that place is needed, so nothing grows over frames, and names,
on which Object Info > Random depends, are the same for the same place.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import bpy
from mathutils import Matrix

from facings.blender.cycles_facts import switch_off
from facings.blender.lamps import Lamps
from facings.blender.template_contract import bounds, objects_of, placement
from facings.blender.template_evaluated import set_free
from facings.blender.template_visibility import rendered_objects
from facings.blender.visibility import show
from facings.blender.world_light import WorldLight
from facings.scenes.shelf.realise.header_signs import HeaderSigns
from facings.scenes.shelf.realise.template_contract import REPEATED, WEAR_PROPERTY, doors_of, volumes
from facings.scenes.shelf.signs import Sign
from facings.scenes.shelf.spec import BaySpec, BoardSpec, ShelfSpec


class Fixture:
    """The shelving and the room of one opened template; `realise` is called once a frame."""

    def __init__(self, scene: bpy.types.Scene, hdri_files: Mapping[str, Path] | None = None, most_boards: int = 0) -> None:
        """Take the scene of an opened template; `hdri_files` maps 'sha256:...' to files of the user's. A bay may have up to
        `most_boards` where that is more than the template has."""
        self._scene = scene
        self._collection = bpy.data.collections.new("facings fixture")
        scene.collection.children.link(self._collection)
        self._parts = {role: objects_of(scene, role) for role in REPEATED}
        self._doors = doors_of(scene)
        self._board_inverse = placement(self._parts["board"][0]).inverted()
        self._fronts_y_m = [bounds(v)[0].y for v in volumes(scene)]
        self._places = {part.name: placement(part) for parts in self._parts.values() for part in parts}
        self._width_m = bounds(volumes(scene)[0])[1].x
        rendered = set(rendered_objects(scene))
        self._hidden_by_artist = {part.name for parts in self._parts.values() for part in parts if part not in rendered}
        repeated = {part.name for parts in self._parts.values() for part in parts}
        self._room = [o for o in sorted(scene.objects, key=lambda o: o.name) if o.name not in repeated]
        self._in_one_variant = [o for o in self._room if "facings_only" in o and o in rendered]
        for parts in self._parts.values():
            for part in parts:
                part.hide_render = part.hide_viewport = True
        self._lamps = Lamps(scene)
        self._signs = HeaderSigns()
        self._world = WorldLight(scene, hdri_files or {})
        self._copies: dict[tuple[str, int, int], bpy.types.Object] = {}
        self._used: dict[tuple[str, int, int], bpy.types.Object] = {}
        self._light_every_place(int(scene["facings_bay_count"]), max(most_boards, len(self._fronts_y_m)))

    def realise(self, spec: ShelfSpec, signs: Mapping[tuple[str, int], Sign]) -> None:
        """Arrange everything for one frame; `signs` are what `scenes.shelf.signs.header_signs` returns."""
        before, self._used = self._used, {}
        bays = sorted(spec.bays, key=lambda bay: bay.x_m)
        for k, bay in enumerate(bays):
            self._bay(k, bay, spec, signs)
        self._signs.drop_replaced()
        self._row_ends(bays, spec)
        for key, copy in before.items():
            if key not in self._used:
                self._put_away(copy)
        for thing in self._room:
            self._paint(thing, spec)
        for thing in self._in_one_variant:
            thing.hide_render = not _belongs(thing, spec)
        self._lamps.realise(spec.lights, [*self._room, *self._used.values()])
        self._world.realise(spec.world)

    def label_hidden_objects(self) -> list[bpy.types.Object]:
        """Return the panes that are seen in this frame: labels look through them."""
        panes = {part.name for part in self._parts["glass"]}
        return [copy for (name, _, _), copy in self._used.items() if name in panes]

    def _bay(self, k: int, bay: BaySpec, spec: ShelfSpec, signs: Mapping[tuple[str, int], Sign]) -> None:
        shift = Matrix.Translation((bay.x_m, 0.0, 0.0))
        for role in ("bay_part", "upright", "base_deck"):
            for part in self._parts[role]:
                self._place(part, k, 0, shift @ self._places[part.name], spec)
        for part in self._parts["header"]:
            sign = self._place(part, k, 0, shift @ self._places[part.name], spec)
            if sign is not None:
                self._signs.show(sign, signs[part.name, bay.index])
        for board in bay.boards:
            self._board(k, bay, board, spec)
        for n, door in enumerate(self._doors):
            self._door(k, bay, n, door, spec)

    def _board(self, k: int, bay: BaySpec, board: BoardSpec, spec: ShelfSpec) -> None:
        front = self._fronts_y_m[min(board.index, len(self._fronts_y_m) - 1)]
        world_from_board = Matrix.Translation((bay.x_m, front, board.z_m))
        roles = ["rail"] if board.index == 0 else ["rail", "board"]
        if board.lit and board.index > 0:
            roles.append("board_light")
        for role in roles:
            for part in self._parts[role]:
                self._place(part, k, board.index, world_from_board @ self._board_inverse @ self._places[part.name], spec)

    def _door(self, k: int, bay: BaySpec, n: int, door: bpy.types.Object, spec: ShelfSpec) -> None:
        if not spec.fixture.doors:
            return
        angle = bay.door_open_rad[n] if n < len(bay.door_open_rad) else 0.0
        # The free edge swings into the aisle: seen from above clockwise about a left hinge, else counter-clockwise.
        turn = Matrix.Rotation(-angle if door["facings_hinge"] == "left" else angle, 4, "Z")
        place = self._places[door.name]
        origin: Any = place.translation
        hinge = Matrix.Translation(origin)
        opened = Matrix.Translation((bay.x_m, 0.0, 0.0)) @ hinge @ turn @ hinge.inverted()
        self._place(door, k, n, opened @ place, spec)
        for pane in self._parts["glass"]:
            if pane.parent is door:
                self._place(pane, k, n, opened @ self._places[pane.name], spec)

    def _row_ends(self, bays: list[BaySpec], spec: ShelfSpec) -> None:
        if not bays:
            return
        left, right = bays[0].x_m, bays[-1].x_m + bays[-1].width_m
        for part in self._parts["upright"]:
            self._place(part, len(bays), 0, Matrix.Translation((right, 0.0, 0.0)) @ self._places[part.name], spec)
        for part in self._parts["end_panel"]:
            x = left if part["facings_end"] == "left" else right - self._width_m
            self._place(part, 0, 0, Matrix.Translation((x, 0.0, 0.0)) @ self._places[part.name], spec)

    def _place(
        self, part: bpy.types.Object, bay: int, board: int, world_from_part: Matrix, spec: ShelfSpec
    ) -> bpy.types.Object | None:
        if part.name in self._hidden_by_artist or not _belongs(part, spec):
            return None
        key = (part.name, bay, board)
        copy = self._copies.get(key) or self._copy(part, bay, board)
        show(copy, True)
        copy.matrix_world = world_from_part
        self._paint(copy, spec)
        self._used[key] = copy
        return copy

    def _copy(self, part: bpy.types.Object, bay: int, board: int) -> bpy.types.Object:
        copy = part.copy()
        assert isinstance(copy, bpy.types.Object), "a copy of an object is one"
        copy.name = f"{part.name} {bay}.{board}"
        set_free(copy)
        copy.hide_render = copy.hide_viewport = False
        if part.type == "LIGHT" and part.data is not None:
            copy.data = part.data.copy()
            self._lamps.adopt(copy, part)
        self._collection.objects.link(copy)
        self._copies[(part.name, bay, board)] = copy
        return copy

    def _light_every_place(self, bay_count: int, board_count: int) -> None:
        """Make the lamps of all places beforehand, switched off.

        Lamps that come and go as frames need them would make a picture's noise depend on the frames before it.
        """
        for bay in range(bay_count):
            for role, places in (("bay_part", range(1)), ("board_light", range(1, board_count))):
                for part in self._parts[role]:
                    if part.type == "LIGHT":
                        for board in places:
                            self._put_away(self._copy(part, bay, board))

    @staticmethod
    def _put_away(copy: bpy.types.Object) -> None:
        if copy.type == "LIGHT":
            switch_off(copy)
        else:
            show(copy, False)

    def _paint(self, thing: Any, spec: ShelfSpec) -> None:
        paint = thing.get("facings_paint")
        if paint is None:
            return
        thing[WEAR_PROPERTY] = spec.fixture.wear
        color = {"metal": spec.fixture.color, "rail": spec.fixture.rail_color, "header": spec.fixture.header_color}[paint]
        # Setting the colour also tells Blender that the object changed; a custom property alone does not.
        thing.color = (*color, 1.0)


def _belongs(thing: bpy.types.Object, spec: ShelfSpec) -> bool:
    only = thing.get("facings_only")
    return only is None or (only == "doors") == spec.fixture.doors
