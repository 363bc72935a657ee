"""The render, output and scene panels: what lies between Cycles' picture and the stored file. The standard library alone."""

from facings.blender.panels.setting import Setting, group, neutralised, recorded, refused

_R = "RenderSettings"

RENDER: tuple[Setting, ...] = (
    *group("facings", _R, "Output > Format", "the recipe's picture",
           "resolution_x resolution_y resolution_percentage pixel_aspect_x pixel_aspect_y use_border border_min_x border_min_y"
           " border_max_x border_max_y use_crop_to_border"),
    *group("facings", _R, "Output > Output", "renders go to a scratch folder and are read from there",
           "filepath use_file_extension image_settings"),
    *group("facings", _R, "Render > Performance", "each render builds its scene anew", "use_persistent_data"),
    *group("facings", _R, "Output > Post Processing > Sequencer", "no render goes through the sequencer", "use_sequencer"),
    *group("facings", _R, "Render > Render Engine", "the contract asks for Cycles", "engine"),
    *group("facings", _R, "Render > Performance > Compositor", "equal pictures on every machine",
           "compositor_device compositor_denoise_device"),
    recorded(_R, "dither_intensity", "Output > Post Processing > Dither", "noise below what eight bits show"),
    neutralised(_R, "film_transparent", False, "Render > Film > Transparent", "the picture is stored without alpha"),
    neutralised(_R, "use_motion_blur", False, "Render > Motion Blur", "labels are of one moment"),
    neutralised(_R, "use_freestyle", False, "Render > Freestyle", "its lines lie over the picture, and it may run scripts"),
    neutralised(_R, "use_multiview", False, "Output > Stereoscopy", "a frame is one picture of one camera"),
    neutralised(_R, "use_stamp", False, "Output > Metadata > Burn Into Image", "its text lies over the picture"),
    neutralised(_R, "use_render_cache", False, "Output > Output > Cache Result", "it writes files of its own"),
    neutralised(_R, "use_auto_generate_texture_cache", False, "Render > Performance > Texture Cache > Auto Generate",
                "it writes files beside the textures"),
    neutralised(_R, "use_simplify", False, "Render > Simplify", "it leaves out objects and detail"),
    *group("free", _R, "Render > Simplify", "Simplify is off",
           "simplify_subdivision simplify_child_particles simplify_subdivision_render simplify_child_particles_render"
           " simplify_volumes use_simplify_normals simplify_gpencil simplify_gpencil_onplay simplify_gpencil_antialiasing"
           " simplify_gpencil_view_fill simplify_gpencil_modifier simplify_gpencil_shader_fx simplify_gpencil_tint"),
    *group("free", _R, "Output > Stereoscopy", "Stereoscopy is off", "views stereo_views views_format"),
    *group("free", _R, "Render > Motion Blur", "Motion Blur is off",
           "motion_blur_shutter motion_blur_position motion_blur_shutter_curve"),
    *group("free", _R, "Render > Freestyle", "Freestyle is off", "line_thickness_mode line_thickness"),
    *group("free", _R, "Output > Metadata", "no metadata of the render's file is kept",
           "use_stamp_time use_stamp_date use_stamp_frame use_stamp_frame_range use_stamp_camera use_stamp_lens use_stamp_scene"
           " use_stamp_note use_stamp_marker use_stamp_filename use_stamp_sequencer_strip use_stamp_render_time stamp_note_text"
           " use_stamp_labels metadata_input use_stamp_memory use_stamp_hostname stamp_font_size stamp_foreground"
           " stamp_background ppm_factor ppm_base"),
    *group("free", _R, "Output > Output", "for animations and movies alone",
           "ffmpeg use_placeholder use_overwrite save_output"),
    *group("free", _R, "Output > Frame Range", "both renders show the same moment", "fps fps_base frame_map_old frame_map_new"),
    *group("free", _R, "Output > Post Processing > Compositing", "off, nothing is composited; on, each node is looked at",
           "use_compositing"),
    *group("free", _R, "Render > Performance", "how a picture is computed, not what is in it",
           "threads threads_mode use_lock_interface use_texture_cache preview_pixel_size"
           " compositor_denoise_preview_quality compositor_denoise_final_quality compositor_precision"),
    *group("free", _R, "Render (EEVEE)", "Cycles does not ask for it",
           "filter_size hair_type hair_subdiv use_high_quality_normals anisotropic_filter"),
    *group("free", _R, "Sequencer", "no render goes through the sequencer",
           "sequencer_gl_preview use_sequencer_override_scene_strip"),
    *group("free", _R, "Render", "no render asks for it", "bake use_single_layer"),
)

_I = "ImageFormatSettings"

OUTPUT: tuple[Setting, ...] = (
    *group("facings", _I, "Output > Output", "renders are read from eight bits of RGB, or from layers of floats",
           "media_type file_format color_mode color_depth compression exr_codec use_exr_interleave views_format"),
    neutralised(_I, "color_management", "FOLLOW_SCENE", "Output > Output > Color Management",
                "the stored picture is sRGB, and the recipe's exposure acts in the scene's own"),
    neutralised(_I, "use_preview", False, "Output > Output > Preview", "it writes a second picture"),
    *group("free", _I, "Output > Output", "of other formats, or of overridden colours",
           "quality use_jpeg2k_ycc use_jpeg2k_cinema_preset use_jpeg2k_cinema_48 jpeg2k_codec tiff_codec"
           " use_cineon_log cineon_black cineon_white cineon_gamma stereo_3d_format view_settings display_settings"
           " linear_colorspace_settings"),
)

_S = "Scene"

SCENE: tuple[Setting, ...] = (
    *group("facings", _S, "Scene > Scene > Camera", "the contract's camera", "camera"),
    refused(_S, "background_set", None, "Scene > Scene > Background Set", "its objects have no labels: link them here"),
    *group("free", _S, "Scene > Scene", "the picture's light; the recipe may give another", "world"),
    *group("free", _S, "Compositor", "each node is looked at", "compositing_node_group use_nodes"),
    *group("free", _S, "Output > Frame Range", "both renders show the same moment",
           "frame_current frame_subframe frame_float frame_start frame_end frame_step use_preview_range frame_preview_start"
           " frame_preview_end show_subframe lock_frame_selection_to_range allow_preroll time_jump_unit time_jump_delta"
           " sync_mode playback_loop_mode show_keys_from_selected_only is_nla_tweakmode"),
    *group("free", _S, "Scene > Simulation", "both renders show the same moment",
           "use_custom_simulation_range simulation_frame_start simulation_frame_end rigidbody_world gravity use_gravity"),
    *group("free", _S, "Scene > Audio", "no sound is rendered",
           "use_audio use_audio_scrub audio_doppler_speed audio_doppler_factor audio_distance_model audio_volume"),
    *group("free", _S, "3D View and editors", "no render asks for it",
           "tool_settings cursor transform_orientation_slots safe_areas annotation active_clip keying_sets keying_sets_all"
           " display grease_pencil_settings use_stamp_note"),
    *group("free", _S, "Properties", "panels of their own, or other engines'",
           "render view_settings display_settings sequencer_colorspace_settings view_layers unit_settings cycles cycles_curves"
           " eevee hydra"),
    *group("free", _S, "Outliner", "the contract asks what they are", "objects collection"),
    *group("free", _S, "Sequencer", "no render goes through the sequencer", "sequence_editor"),
    *group("free", _S, "Timeline > Markers", "cameras bound to markers are unbound", "timeline_markers"),
    *group("free", _S, "Scene > Animation", "animation of the scene's settings is removed", "animation_data"),
    *group("free", "UnitSettings", "Scene > Units", "what numbers look like in the interface",
           "system system_rotation scale_length use_separate length_unit mass_unit time_unit temperature_unit"),
)
