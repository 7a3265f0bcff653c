# SPDX-License-Identifier: Apache-2.0
# How a room becomes a plugin: curante_add_plugin() and curante_embed().

set(CURANTE_CMAKE_DIR ${CMAKE_CURRENT_LIST_DIR})

# A small plugin is mostly padding between segments, and each segment costs a mapping and faults when
# it is loaded: code and constants share one.
set(CURANTE_PLUGIN_LINK_OPTIONS
  -Wl,--version-script=${CURANTE_CMAKE_DIR}/plugin.map -Wl,-z,now -Wl,-z,noseparate-code
  -Wl,-z,pack-relative-relocs
  -Wl,--as-needed $<$<CONFIG:Release>:-s>)

# curante_embed(<target> <symbol> <file>...)
# Compiles the files into the target. Code includes "<symbol>.hpp" and calls
# curante::embedded::<symbol>(), which gives them in the order of their names.
function(curante_embed target symbol)
  set(files ${ARGN})
  list(SORT files)
  set(dir ${CMAKE_CURRENT_BINARY_DIR}/embedded_${target})
  file(WRITE ${dir}/${symbol}.hpp.new
    "#pragma once\n#include \"curante/embedded.hpp\"\nnamespace curante::embedded {\nEmbeddedFiles ${symbol}();\n}\n")
  set(source "#include \"${symbol}.hpp\"\nnamespace curante::embedded {\nEmbeddedFiles ${symbol}() {\n  static constexpr EmbeddedFile files[] = {\n")
  foreach(path ${files})
    get_filename_component(absolute ${path} ABSOLUTE)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${absolute})
    get_filename_component(name ${absolute} NAME)
    file(READ ${absolute} content)
    string(APPEND source "    {\"${name}\", R\"~curante~(${content})~curante~\"},\n")
  endforeach()
  string(APPEND source "  };\n  return files;\n}\n}\n")
  file(WRITE ${dir}/${symbol}.cpp.new "${source}")
  configure_file(${dir}/${symbol}.hpp.new ${dir}/${symbol}.hpp COPYONLY)
  configure_file(${dir}/${symbol}.cpp.new ${dir}/${symbol}.cpp COPYONLY)
  target_sources(${target} PRIVATE ${dir}/${symbol}.cpp)
  target_include_directories(${target} PUBLIC ${dir})
endfunction()

set(CURANTE_SIGNING_KEY "" CACHE FILEPATH "Key that signs the plugins; empty: the build's own")
function(curante_signing_key result own)
  if(CURANTE_SIGNING_KEY)
    set(own ${CURANTE_SIGNING_KEY})
  endif()
  set(${result} ${own} PARENT_SCOPE)
endfunction()

# curante_sign(<target> <id> <the build's key> [<folder of screens>]): <target>_signature signs the
# library, and its screens, alone.
function(curante_sign target id own_key)
  curante_signing_key(key ${own_key})
  get_target_property(directory ${target} LIBRARY_OUTPUT_DIRECTORY)
  set(screens)
  set(screen_files)
  if(ARGN)
    set(screens --ui ${ARGN})
    file(GLOB_RECURSE screen_files CONFIGURE_DEPENDS ${ARGN}/*)
  endif()
  add_custom_command(OUTPUT ${directory}/${id}.sig
    COMMAND curante plugin sign $<TARGET_FILE:${target}> --key ${key} ${screens}
    DEPENDS ${target} signing_keys ${screen_files} VERBATIM)
  add_custom_target(${target}_signature DEPENDS ${directory}/${id}.sig)
endfunction()

# curante_sign_release(<name> <the build's key> <targets>…): <name>_release signs the libraries of one
# folder together, which a host verifies at once.
function(curante_sign_release name own_key first)
  curante_signing_key(key ${own_key})
  get_target_property(directory ${first} LIBRARY_OUTPUT_DIRECTORY)
  set(libraries)
  foreach(target ${first} ${ARGN})
    list(APPEND libraries $<TARGET_FILE:${target}>)
  endforeach()
  add_custom_command(OUTPUT ${directory}/${name}.release.sig
    COMMAND curante plugin sign ${libraries} --release ${name} --key ${key}
    DEPENDS ${first} ${ARGN} signing_keys VERBATIM)
  add_custom_target(${name}_release DEPENDS ${directory}/${name}.release.sig)
endfunction()

# curante_add_data(<plugin's id> <its name for it> <file>): the signed package share/curante/data/<file>,
# which the host gives the plugin whose manifest says `data { <its name for it> <file> }`.
function(curante_add_data plugin name path)
  get_filename_component(absolute ${path} ABSOLUTE)
  get_filename_component(file ${path} NAME)
  set(folder ${CMAKE_BINARY_DIR}/share/curante/data)
  curante_signing_key(key ${CURANTE_BUILD_KEY})
  add_custom_command(OUTPUT ${folder}/${file}.sig
    COMMAND ${CMAKE_COMMAND} -E make_directory ${folder}
    COMMAND ${CMAKE_COMMAND} -E copy ${absolute} ${folder}/${file}
    COMMAND curante plugin sign ${folder}/${file} --data ${plugin}.${name} --key ${key}
    DEPENDS ${absolute} signing_keys VERBATIM)
  add_custom_target(data_of_${plugin}.${name} ALL DEPENDS ${folder}/${file}.sig)
  set_property(GLOBAL APPEND PROPERTY CURANTE_DATA data_of_${plugin}.${name})
endfunction()

# curante_add_plugin(<room> ENTRY src/plugin.cpp [SOURCES src/a.cpp…] [LINK targets…]
#                    [MIGRATIONS migrations/001_x.sql…] [MANIFEST file])
# Makes
#   <room>_room    a static library of SOURCES, for the plugin and for the room's tests
#   <room>_plugin  the loadable library lib/curante/<id>.so with the bytes of plugin.info inside.
#                  Its signature is <id>.sig, where CURANTE_SIGNING_KEY is set with that of the screens
#                  in ui/; the host's own build
#                  signs all of its plugins together.
# MANIFEST names another file than the folder's plugin.info. Migrations are embedded as
# curante::embedded::<room>_migrations() ('-' becomes '_').
function(curante_add_plugin room)
  cmake_parse_arguments(ARG "" "ENTRY;MANIFEST" "SOURCES;LINK;MIGRATIONS" ${ARGN})
  set(manifest ${CMAKE_CURRENT_SOURCE_DIR}/plugin.info)
  if(ARG_MANIFEST)
    set(manifest ${ARG_MANIFEST})
  endif()
  file(STRINGS ${manifest} id_line REGEX "^id[ \t]")
  file(STRINGS ${manifest} version_line REGEX "^version[ \t]")
  string(REGEX REPLACE "^id[ \t]+\"?([^ \t\"]+).*" "\\1" id "${id_line}")
  string(REGEX REPLACE "^version[ \t]+\"?([^ \t\"]+).*" "\\1" version "${version_line}")
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${manifest})

  string(REPLACE "-" "_" symbol ${room})
  if(ARG_SOURCES)
    add_library(${room}_room STATIC ${ARG_SOURCES})
    set_target_properties(${room}_room PROPERTIES CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON
      POSITION_INDEPENDENT_CODE ON)
    target_include_directories(${room}_room PUBLIC src)
    target_link_libraries(${room}_room PUBLIC curante_sdk ${ARG_LINK})
    if(ARG_MIGRATIONS)
      curante_embed(${room}_room ${symbol}_migrations ${ARG_MIGRATIONS})
    endif()
  endif()

  # The manifest's own bytes, in a section the host reads without running the plugin.
  set(carrier ${CMAKE_CURRENT_BINARY_DIR}/${room}_manifest.cpp)
  file(WRITE ${carrier}.new
    "__asm__(\".section .curante.manifest,\\\"a\\\"\\n.incbin \\\"${manifest}\\\"\\n.previous\\n\");\n")
  configure_file(${carrier}.new ${carrier} COPYONLY)
  set_source_files_properties(${carrier} PROPERTIES OBJECT_DEPENDS ${manifest})

  add_library(${room}_plugin MODULE ${ARG_ENTRY} ${carrier})
  target_compile_definitions(${room}_plugin PRIVATE
    CURANTE_PLUGIN_ID="${id}" CURANTE_PLUGIN_VERSION="${version}")
  target_link_libraries(${room}_plugin PRIVATE curante_sdk ${ARG_LINK})
  if(ARG_SOURCES)
    target_link_libraries(${room}_plugin PRIVATE ${room}_room)
  else()
    target_include_directories(${room}_plugin PRIVATE src)
  endif()
  target_link_options(${room}_plugin PRIVATE ${CURANTE_PLUGIN_LINK_OPTIONS})
  set_target_properties(${room}_plugin PROPERTIES PREFIX "" OUTPUT_NAME ${id}
    CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON
    LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/lib/curante
    LINK_DEPENDS ${CURANTE_CMAKE_DIR}/plugin.map)
  file(STRINGS ${manifest} mock REGEX "^mock[ \t]+true")
  if(CURANTE_SIGNS_RELEASES AND mock)
    set_property(GLOBAL APPEND PROPERTY CURANTE_MOCK_PLUGINS ${room}_plugin)
  elseif(CURANTE_SIGNS_RELEASES)
    set_property(GLOBAL APPEND PROPERTY CURANTE_PLUGINS ${room}_plugin)
  else()
    set(screens)
    # Who ships vouches for the screens, too. A build's own key does not: hosts before 0.2 read no
    # signature that has more than they know.
    if(CURANTE_SIGNING_KEY AND EXISTS ${CMAKE_CURRENT_SOURCE_DIR}/ui)
      set(screens ${CMAKE_CURRENT_SOURCE_DIR}/ui)
    endif()
    curante_sign(${room}_plugin ${id} ${CURANTE_BUILD_KEY} ${screens})
    add_custom_target(${room}_whole ALL DEPENDS ${room}_plugin_signature)
  endif()
endfunction()
