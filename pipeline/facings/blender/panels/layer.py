"""View layers, collections, objects and cameras: what of a scene is rendered. The standard library alone."""

from facings.blender.panels.setting import Setting, group, neutralised, refused

_L = "ViewLayer"

LAYER: tuple[Setting, ...] = (
    neutralised(_L, "material_override", None, "View Layer > Override > Material", "the recipe's goods have their own"),
    neutralised(_L, "world_override", None, "View Layer > Override > World", "the recipe says what lights the scene"),
    neutralised(_L, "samples", 0, "View Layer > Override > Samples", "the recipe says how many"),
    neutralised(_L, "use_solid", True, "View Layer > Filter > Surfaces", "the picture shows what is labelled"),
    neutralised(_L, "use_strand", True, "View Layer > Filter > Curves", "the picture shows what is labelled"),
    neutralised(_L, "use_sky", True, "View Layer > Filter > Environment", "the recipe says what lights the scene"),
    neutralised(_L, "use_pass_combined", True, "View Layer > Passes > Combined", "it is the picture"),
    neutralised(_L, "pass_alpha_threshold", 0.5, "View Layer > Passes > Alpha Threshold",
                "labels look through what is more clear than solid"),
    *group("facings", _L, "View Layer > Filter > Grease Pencil", "it would be drawn over what is labelled",
           "use_grease_pencil"),
    *group("facings", _L, "View Layer > Use for Rendering", "the first that is on is rendered, and no other", "use"),
    *group("free", _L, "View Layer > Filter", "light, or what is switched off elsewhere",
           "use_ao use_volumes use_motion_blur use_freestyle freestyle_settings"),
    *group("free", _L, "View Layer > Passes", "passes that no picture is made of",
           "use_pass_z use_pass_vector use_pass_position use_pass_normal use_pass_uv use_pass_mist use_pass_object_index"
           " use_pass_material_index use_pass_shadow use_pass_ambient_occlusion use_pass_emit use_pass_environment"
           " use_pass_diffuse_direct use_pass_diffuse_indirect use_pass_diffuse_color use_pass_glossy_direct"
           " use_pass_glossy_indirect use_pass_glossy_color use_pass_transmission_direct use_pass_transmission_indirect"
           " use_pass_transmission_color use_pass_subsurface_direct use_pass_subsurface_indirect use_pass_subsurface_color"
           " use_pass_cryptomatte_object use_pass_cryptomatte_material use_pass_cryptomatte_asset pass_cryptomatte_depth"
           " use_pass_cryptomatte_accurate use_pass_grease_pencil aovs active_aov active_aov_index lightgroups"
           " active_lightgroup active_lightgroup_index"),
    *group("free", _L, "View Layer", "names, and panels of their own",
           "name eevee cycles layer_collection active_layer_collection objects depsgraph"),
    *group("free", "LayerCollection", "Outliner > Exclude from View Layer", "what is excluded is not there", "exclude"),
    *group("free", "LayerCollection", "Outliner > Indirect Only", "its objects are made invisible to the camera",
           "indirect_only"),
    *group("free", "LayerCollection", "Outliner", "not asked for by renders", "collection children hide_viewport"),
    refused("LayerCollection", "holdout", False, "Outliner > View Layer > Holdout", "it cuts a hole into the picture"),
)

_O = "Object"

OBJECT: tuple[Setting, ...] = (
    refused(_O, "is_holdout", False, "Object > Visibility > Holdout", "it cuts a hole into the picture"),
    refused(_O, "is_shadow_catcher", False, "Object > Visibility > Shadow Catcher",
            "the picture does not show what the labels would"),
    *group("facings", _O, "Object > Relations > Pass Index", "what labels are read from", "pass_index"),
    *group("free", _O, "Outliner > Disable in Renders", "what is disabled is not there", "hide_render"),
    *group("free", _O, "Object > Visibility > Ray Visibility", "both renders share it",
           "visible_camera visible_diffuse visible_glossy visible_transmission visible_volume_scatter visible_shadow"
           " visible_raycast"),
    *group("free", _O, "Object > Instancing", "instances have the class of their instancer",
           "instance_type use_instance_vertices_rotation use_instance_faces_scale instance_faces_scale instance_collection"
           " show_instancer_for_render show_instancer_for_viewport particle_systems"),
    *group("free", _O, "Object > Transform and Relations", "both renders share it",
           "parent parent_type parent_vertices parent_bone parent_bone_head_tail_factor"
           " use_parent_final_indices use_camera_lock_parent track_axis up_axis"
           " location rotation_quaternion rotation_axis_angle rotation_euler rotation_mode scale dimensions delta_location"
           " delta_rotation_euler delta_rotation_quaternion delta_scale lock_location lock_rotation lock_rotation_w"
           " lock_rotations_4d lock_scale matrix_world matrix_local matrix_basis matrix_parent_inverse constraints"),
    *group("free", _O, "Object > Data and Modifiers", "both renders evaluate the same",
           "data modifiers shader_effects vertex_groups material_slots active_material active_material_index pose field"
           " collision"
           " soft_body rigid_body rigid_body_constraint use_simulation_cache show_only_shape_key use_shape_key_edit_mode"
           " active_shape_key active_shape_key_index add_rest_position_attribute animation_data color"),
    *group("free", _O, "Object > Shading", "light",
           "lightgroup light_linking shadow_terminator_normal_offset shadow_terminator_geometry_offset"
           " shadow_terminator_shading_offset use_grease_pencil_lights cycles"),
    *group("free", _O, "Object > Viewport Display", "no render asks for it",
           "hide_viewport hide_select hide_probe_volume hide_probe_sphere hide_probe_plane hide_surface_pick empty_display_type"
           " empty_display_size empty_image_offset image_user empty_image_depth show_empty_image_perspective"
           " show_empty_image_orthographic show_empty_image_only_axis_aligned use_empty_image_alpha empty_image_side"
           " display_type"
           " show_bounds display_bounds_type show_name show_axis show_texture_space show_wire show_all_edges show_transparent"
           " show_in_front display lineart use_mesh_mirror_x use_mesh_mirror_y use_mesh_mirror_z animation_visualization"
           " motion_path selection_sets active_selection_set"),
)

_K = "Camera"

CAMERA: tuple[Setting, ...] = (
    *group("facings", _K, "Camera > Lens", "the recipe's camera",
           "type sensor_fit lens lens_unit sensor_width shift_x shift_y clip_start clip_end angle angle_x angle_y custom_mode"
           " custom_bytecode custom_bytecode_hash cycles_custom"),
    *group("free", _K, "Camera > Lens", "of other types of cameras, or of the other side of the sensor",
           "sensor_height ortho_scale panorama_type fisheye_fov fisheye_lens latitude_min latitude_max longitude_min"
           " longitude_max"
           " fisheye_polynomial_k0 fisheye_polynomial_k1 fisheye_polynomial_k2 fisheye_polynomial_k3 fisheye_polynomial_k4"
           " central_cylindrical_range_u_min central_cylindrical_range_u_max central_cylindrical_range_v_min"
           " central_cylindrical_range_v_max central_cylindrical_radius custom_filepath custom_shader stereo"),
    *group("free", _K, "Camera > Animation", "animation of the camera is removed", "animation_data"),
    *group("free", _K, "Camera > Viewport Display", "no render asks for it",
           "dof passepartout_alpha display_size show_limits show_mist show_passepartout show_safe_areas show_safe_center"
           " show_name"
           " show_sensor show_background_images background_images composition_guide_color show_composition_center"
           " show_composition_center_diagonal show_composition_thirds show_composition_golden show_composition_golden_tria_a"
           " show_composition_golden_tria_b show_composition_harmony_tri_a show_composition_harmony_tri_b"),
    *group("facings", "CameraDOFSettings", "Camera > Depth of Field", "the recipe's camera",
           "use_dof focus_object focus_distance aperture_fstop"),
    *group("free", "CameraDOFSettings", "Camera > Depth of Field > Aperture", "the shape of what is out of focus",
           "focus_subtarget aperture_blades aperture_rotation aperture_ratio"),
)
