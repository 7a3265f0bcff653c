/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CURANTE_ABI_H
#define CURANTE_ABI_H
/*
 * The C edge between the host and a plugin. If a function, structure or constant is not in this
 * file, it is not published.
 *
 * Rules (each has prevented an incident in some other plugin system):
 *  1. Append only. A member is never inserted, reordered, retyped or removed.
 *  2. Each struct starts with its own size. Read only min(its size, yours).
 *  3. New abilities are new string ids given to curante_host.get(); an unknown id gives null.
 *  4. Fixed-width integers only; an enumeration travels as uint32_t or int32_t.
 *  5. Who allocates frees. A curante_str is never owned by its receiver; it lives until the
 *     function that received it returns, or as long as its comment says.
 *  6. No exception crosses. A function that fails returns a status other than CURANTE_OK after it
 *     has told the curante_failure it was given.
 *  7. Every function carries its thread and state: [main] the host's main thread, [any] any thread.
 *     A plugin is created -> started -> ready -> stopping -> destroyed; calls come in from `started`
 *     to the return of `stop`.
 *  8. A plugin exports exactly one symbol, `curante_plugin_entry`.
 */
#include <stddef.h>
#include <stdint.h>
#ifdef __cplusplus
extern "C" {
#endif

#define CURANTE_ABI_MAJOR 1u
#define CURANTE_ABI_MINOR 1u

/* UTF-8 text, not terminated. data may be null when size is 0. */
typedef struct curante_str {
  const char *data;
  size_t size;
} curante_str;

enum { CURANTE_OK = 0, CURANTE_FAILED = 1, CURANTE_AGAIN = 2 /* 1.1: see binding */ };
/* Where a failed function says why: a code of the registry, a message, what to do. */
typedef struct curante_failure {
  uint32_t size;
  void *self;
  void (*set)(void *self, curante_str code, curante_str message, curante_str remedy); /* [any] */
} curante_failure;

/* ---- values: the host owns the tree, a plugin reads or writes it ------------------------- */

enum {
  CURANTE_NULL = 0, CURANTE_BOOL = 1, CURANTE_INT = 2, CURANTE_REAL = 3,
  CURANTE_TEXT = 4, CURANTE_ARRAY = 5, CURANTE_OBJECT = 6
};

typedef const void *curante_node; /* valid during the call it came with; null reads as CURANTE_NULL */

typedef struct curante_reader { /* all [any]; a wrong kind reads as 0 or empty, never crashes */
  uint32_t size;
  int32_t (*kind)(curante_node);
  int32_t (*boolean)(curante_node);
  int64_t (*integer)(curante_node);
  double (*real)(curante_node);
  curante_str (*text)(curante_node);
  size_t (*count)(curante_node);                       /* elements of an array or object */
  curante_node (*at)(curante_node, size_t index);      /* element of an array */
  curante_node (*get)(curante_node, curante_str name); /* member of an object, or null */
  curante_str (*name)(curante_node, size_t index);     /* name of an object's member */
} curante_reader;

typedef struct curante_writer { /* all [any]; members are a name followed by a value */
  uint32_t size;
  void (*null)(void *self);
  void (*boolean)(void *self, int32_t);
  void (*integer)(void *self, int64_t);
  void (*real)(void *self, double);
  void (*text)(void *self, curante_str);
  void (*begin_array)(void *self);
  void (*end_array)(void *self);
  void (*begin_object)(void *self);
  void (*name)(void *self, curante_str);
  void (*end_object)(void *self);
} curante_writer;

/* ---- calls ------------------------------------------------------------------------------- */

/* On whose behalf something happens. Issued by the host; a plugin forwards and reads it. */
typedef struct curante_context curante_context;

/* A marshalled call as its provider sees it. */
typedef struct curante_call {
  uint32_t size;
  uint32_t op; /* index in the contract's list of calls */
  const curante_context *context;
  curante_node request;
  const curante_reader *in;
  const curante_writer *out;
  void *out_self; /* the reply is written here, once */
} curante_call;

/* A contract that a plugin provides. The struct lives until destroy returns. */
typedef struct curante_service {
  uint32_t size;
  uint32_t minor;       /* number of calls beyond the first revision's: see contract evolution */
  curante_str contract; /* "name/revision" */
  uint64_t layout_hash; /* 0 = this service offers no direct path */
  void *self;
  /* [any] request and reply are objects of the contract's structs; reply is default-constructed */
  int32_t (*direct)(void *self, const curante_context *, uint32_t op, const void *request,
                    void *reply, const curante_failure *);
  int32_t (*invoke)(void *self, const curante_call *, const curante_failure *); /* [any] */
  /* [main] writes the contract's description: its calls, permissions and types */
  void (*describe)(void *self, const curante_writer *, void *out_self);
} curante_service;

/* A marshalled call as its consumer sees it: open, write the request, send, read, close. */
typedef struct curante_exchange {
  uint32_t size;
  const curante_writer *out;
  void *out_self;
  const curante_reader *in;
  curante_node reply; /* set by send */
} curante_exchange;

enum { CURANTE_PATH_NONE = 0, CURANTE_PATH_DIRECT = 1, CURANTE_PATH_MARSHALLED = 2,
       CURANTE_PATH_ISOLATED = 3 /* 1.1; a consumer asks on it as on MARSHALLED */ };

/* A consumer's way to a provider. Owned by the host, valid until the consumer's destroy returns;
 * its members may change while the program runs (a provider is replaced): read them per call. */
typedef struct curante_binding {
  uint32_t size;
  uint32_t path;        /* may change at any time: read it atomically */
  curante_str reason;   /* why this path and no faster one */
  curante_str provider; /* plugin id */
  void *self;
  /* [any] CURANTE_AGAIN: nothing was called, since the path is DIRECT no more; begin anew */
  int32_t (*direct)(void *self, const curante_context *, uint32_t op, const void *request,
                    void *reply, const curante_failure *);
  curante_exchange *(*open)(void *self, const curante_context *, uint32_t op); /* [any] */
  int32_t (*send)(curante_exchange *, const curante_failure *);                /* [any] */
  void (*close)(curante_exchange *);                                           /* [any] */
} curante_binding;

/* ---- the host as a plugin sees it -------------------------------------------------------- */

typedef struct curante_host {
  uint32_t size;
  void *self; /* stands for this plugin: pass it to every function of every extension */
  /* [any] an extension by id, e.g. "curante.binding/1"; null if this host has none */
  const void *(*get)(void *self, const char *id);
} curante_host;

/* "curante.binding/1" */
typedef struct curante_ext_binding {
  uint32_t size;
  /* [main] index 0.. for contracts with several providers; null past the last one, or when the
   * plugin's manifest does not name the contract under `uses` */
  const curante_binding *(*bind)(void *self, curante_str contract, uint64_t layout_hash,
                                 uint32_t index);
} curante_ext_binding;

/* "curante.context/1" */
typedef struct curante_ext_context {
  uint32_t size;
  /* [any] a field as text: user, user_name, role, practice, patient, station, trace, caller,
   * caller_folder (what an isolated caller sees of the machine, else empty) */
  curante_str (*field)(const curante_context *, curante_str name);
  int32_t (*may)(const curante_context *, curante_str permission); /* [any] */
  int64_t (*deadline_ns)(const curante_context *); /* [any] CLOCK_MONOTONIC, 0 = none */
  /* [any] the plugin's own context, for work no user waits for; never freed by the plugin */
  const curante_context *(*background)(void *self);
} curante_ext_context;

/* "curante.settings/1": this plugin's settings, after all overlays */
typedef struct curante_ext_settings {
  uint32_t size;
  /* [any] 1 and the value, or 0 when not set; valid for the plugin's life */
  int32_t (*get)(void *self, curante_str name, curante_str *value);
} curante_ext_settings;

/* "curante.log/1" */
enum { CURANTE_LOG_DEBUG = 0, CURANTE_LOG_INFO = 1, CURANTE_LOG_WARNING = 2, CURANTE_LOG_ERROR = 3 };
typedef struct curante_ext_log {
  uint32_t size;
  void (*line)(void *self, uint32_t level, curante_str text); /* [any] never personal data */
} curante_ext_log;

/* "curante.json/1": text in and out of the host's tree */
typedef struct curante_ext_json {
  uint32_t size;
  /* [any] parses, hands the tree to `read` and frees it */
  int32_t (*parse)(void *self, curante_str text,
                   void (*read)(void *reader_self, curante_node, const curante_reader *),
                   void *reader_self, const curante_failure *);
  /* [any] lets `write` fill a tree and hands its canonical text to `take` */
  void (*print)(void *self, void (*write)(void *writer_self, const curante_writer *, void *out_self),
                void *writer_self, void (*take)(void *taker_self, curante_str text),
                void *taker_self);
} curante_ext_json;

/* "curante.bus/1": one-way events */
typedef struct curante_ext_bus {
  uint32_t size;
  /* [any] delivers before it returns; a receiver that fails is logged and harms nobody */
  void (*publish)(void *self, const curante_context *, curante_str event,
                  void (*write)(void *writer_self, const curante_writer *, void *out_self),
                  void *writer_self);
  /* [main] event "" receives all; `receive` is called on the publisher's thread until stop */
  void (*subscribe)(void *self, curante_str event,
                    void (*receive)(void *receiver_self, const curante_context *, curante_str event,
                                    curante_node, const curante_reader *, curante_str json),
                    void *receiver_self);
} curante_ext_bus;

/* "curante.entry/1": for plugins through which users come in; needs `entry true` in the manifest */
typedef struct curante_principal { /* who the user is, as an identity provider told */
  uint32_t size;
  curante_str user, user_name, role, practice, patient, station, trace;
  const curante_str *permissions;
  size_t permission_count;
  int64_t deadline_ns;
} curante_principal;
typedef struct curante_ext_entry {
  uint32_t size;
  curante_context *(*open)(void *self, const curante_principal *); /* [any] */
  void (*close)(void *self, curante_context *);                    /* [any] */
  /* [any] a public call by name and JSON text; permission checked and reported on the bus */
  int32_t (*call)(void *self, const curante_context *, curante_str contract, curante_str call,
                  curante_str request, void (*take)(void *taker_self, curante_str reply),
                  void *taker_self, const curante_failure *);
  /* [any] JSON text: every loaded plugin's manifest, state and bindings, every contract */
  void (*directory)(void *self, void (*take)(void *taker_self, curante_str text), void *taker_self);
} curante_ext_entry;

/* ---- a plugin ---------------------------------------------------------------------------- */

typedef struct curante_plugin {
  uint32_t size;
  uint32_t abi_major, abi_minor;
  curante_str id, version; /* must equal the manifest's */
  int32_t (*create)(const curante_host *, void **self, const curante_failure *); /* [main] */
  int32_t (*start)(void *self, const curante_failure *); /* [main] root to leaf of the graph */
  int32_t (*ready)(void *self, const curante_failure *); /* [main] leaf to root */
  void (*stop)(void *self);                              /* [main] no call arrives afterwards */
  void (*destroy)(void *self);                           /* [main] */
  size_t (*services)(void *self, const curante_service *const **list); /* [main] after create */
} curante_plugin;

/* The one exported symbol of a plugin's library. Read as data; no code runs to find it. */
extern const curante_plugin curante_plugin_entry;
#ifdef __cplusplus
}
#endif
#endif
