"""Native installers and offline packages. For now `make package` builds the wheel and the plugin's bundle; nothing else is here yet."""
