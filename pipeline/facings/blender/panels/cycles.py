"""Cycles' own panels of scenes, view layers, objects and worlds. The standard library alone."""

from facings.blender.panels.setting import Setting, group, neutralised, recorded, refused

_C = "CyclesRenderSettings"
_NOISE = "what noise a picture has, not what is in it"

CYCLES: tuple[Setting, ...] = (
    *group("facings", _C, "Render > Sampling", "the recipe's quality", "device samples use_denoising"),
    refused(_C, "shading_system", False, "Render > Open Shading Language", "shaders of its are programs"),
    neutralised(_C, "use_sample_subset", False, "Render > Sampling > Advanced > Sample Subset", "the recipe says how many"),
    neutralised(_C, "use_pixel_jitter", False, "Render > Sampling > Advanced > Pixel Jitter",
                "labels are of the pixels' centres"),
    neutralised(_C, "time_limit", 0.0, "Render > Sampling > Time Limit", "a slow machine would give another picture"),
    neutralised(_C, "tile_size", 2048, "Render > Performance > Memory > Tile Size", "small tiles take for ever"),
    recorded(_C, "film_exposure", "Render > Film > Exposure", "grades; the recipe's is added to it", limits=(0.001, 1000)),
    recorded(_C, "pixel_filter_type", "Render > Film > Pixel Filter", "how soft edges are"),
    recorded(_C, "filter_width", "Render > Film > Pixel Filter > Width", "how soft edges are, in pixels", limits=(0, 3)),
    *group("free", _C, "Render > Sampling", _NOISE,
           "denoiser denoising_prefilter denoising_quality denoising_input_passes denoising_use_gpu sample_offset"
           " sample_subset_length sampling_pattern scrambling_distance auto_scrambling_distance use_layer_samples"
           " light_sampling_threshold use_adaptive_sampling adaptive_threshold adaptive_min_samples"
           " direct_light_sampling_type use_light_tree min_light_bounces min_transparent_bounces seed use_animated_seed"
           " use_guiding use_deterministic_guiding guiding_distribution_type"
           " guiding_directional_sampling_type use_surface_guiding surface_guiding_probability use_volume_guiding"
           " guiding_training_samples volume_guiding_probability use_guiding_direct_light use_guiding_mis_weights"
           " guiding_roughness_threshold"),
    *group("free", _C, "Render > Light Paths", "light; where it ends, it ends in both renders",
           "caustics_reflective caustics_refractive blur_glossy max_bounces diffuse_bounces glossy_bounces"
           " transmission_bounces volume_bounces transparent_max_bounces sample_clamp_direct sample_clamp_indirect use_fast_gi"
           " fast_gi_method ao_bounces ao_bounces_render"),
    *group("free", _C, "Render > Volumes", "how volumes are computed; they are no part of labels",
           "volume_step_rate volume_preview_step_rate volume_max_steps volume_biased"),
    *group("free", _C, "Render > Subdivision", "both renders share it",
           "dicing_rate preview_dicing_rate max_subdivisions dicing_camera offscreen_dicing_scale"),
    *group("free", _C, "Render > Film > Transparent", "Transparent is off",
           "film_transparent_glass film_transparent_roughness"),
    *group("free", _C, "Render > Motion Blur", "Motion Blur is off", "rolling_shutter_type rolling_shutter_duration"),
    *group("free", _C, "Render > Simplify", "Simplify is off, or textures alone",
           "use_camera_cull camera_cull_margin use_distance_cull distance_cull_margin texture_resolution"
           " texture_resolution_render texture_limit texture_limit_render"),
    *group("free", _C, "Render > Performance", "how a picture is computed, not what is in it",
           "debug_bvh_type debug_use_spatial_splits debug_use_hair_bvh debug_use_compact_bvh debug_bvh_time_steps use_auto_tile"
           " debug_use_cpu_avx2 debug_use_cpu_sse42 debug_bvh_layout debug_use_cuda_adaptive_compile debug_use_optix_debug"
           " debug_use_hip_adaptive_compile debug_use_metal_adaptive_compile debug_use_texture_cache_eviction"
           " debug_texture_cache_preserve_unused"),
    *group("free", _C, "Render > Viewport and Bake", "no render asks for it",
           "name bake_type preview_pause use_preview_denoising preview_denoiser preview_denoising_prefilter"
           " preview_denoising_quality preview_denoising_input_passes preview_denoising_start_sample preview_denoising_use_gpu"
           " preview_samples preview_scrambling_distance use_preview_adaptive_sampling preview_adaptive_threshold"
           " preview_adaptive_min_samples"),
    *group("free", "CyclesCurveRenderSettings", "Render > Curves", "both renders share it", "name shape subdivisions"),
)

_L = "CyclesRenderLayerSettings"

CYCLES_LAYER: tuple[Setting, ...] = (
    neutralised(_L, "use_denoising", True, "View Layer > Override > Use Denoising", "the recipe says whether"),
    *group("free", _L, "View Layer > Passes", "passes that no picture is made of",
           "name pass_debug_sample_count pass_render_time use_pass_volume_direct use_pass_volume_indirect"
           " use_pass_volume_scatter"
           " use_pass_volume_transmit use_pass_volume_majorant use_pass_shadow_catcher denoising_store_passes"
           " denoising_pass_follow_reflections denoising_pass_use_albedo_roughness_weighting"),
)

CYCLES_OBJECT: tuple[Setting, ...] = (
    *group("free", "CyclesObjectSettings", "Object > Motion Blur, Shading, Culling", "light, or what is switched off elsewhere",
           "name use_motion_blur use_deform_motion motion_steps use_camera_cull use_distance_cull shadow_terminator_offset"
           " shadow_terminator_geometry_offset ao_distance is_caustics_caster is_caustics_receiver"),
)

WORLD: tuple[Setting, ...] = (
    *group("free", "World", "World", "light of the picture; labels have no world",
           "animation_data use_eevee_finite_volume color light_settings mist_settings node_tree use_nodes lightgroup"
           " probe_resolution sun_threshold sun_angle use_sun_shadow sun_shadow_maximum_resolution sun_shadow_filter_radius"
           " use_sun_shadow_jitter sun_shadow_jitter_overblur cycles cycles_visibility"),
    *group("free", "CyclesWorldSettings", "World > Settings", "light of the picture",
           "name is_caustics_light sampling_method sample_map_resolution max_bounces volume_sampling volume_interpolation"
           " volume_step_size use_shadows"),
    *group("free", "CyclesVisibilitySettings", "World > Ray Visibility", "light of the picture",
           "name camera diffuse glossy transmission shadow scatter"),
)
