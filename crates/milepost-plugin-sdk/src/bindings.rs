//! The generated bindings of `wit/v0.1`, for components only.

wit_bindgen::generate!({
    path: "../../wit/v0.1",
    world: "extractor",
    pub_export_macro: true,
    export_macro_name: "export_component",
    default_bindings_module: "::milepost_plugin_sdk::bindings",
    runtime_path: "::milepost_plugin_sdk::wit_bindgen::rt",
});
