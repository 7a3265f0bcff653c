/* SPDX-License-Identifier: Apache-2.0 */
/* What the peer's plugins can do, measured from inside one: a call of the host, and a call of another plugin. */
#include <orthanc/OrthancCPlugin.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define STRINGIFY(x) #x
#define TEXT(x) STRINGIFY(x)

static OrthancPluginContext *host;

static double now_ns(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

static OrthancPluginErrorCode answer(OrthancPluginRestOutput *output, const char *url,
                                     const OrthancPluginHttpRequest *request) {
  static const char person[] = "{\"id\":\"7\",\"last_name\":\"ROSSI\",\"first_name\":\"MARIA\",\"version\":3}";
  (void)url;
  (void)request;
  OrthancPluginAnswerBuffer(host, output, person, sizeof person - 1, "application/json");
  return OrthancPluginErrorCode_Success;
}

static OrthancPluginErrorCode measure(OrthancPluginRestOutput *output, const char *url,
                                      const OrthancPluginHttpRequest *request) {
  enum { services = 200000, calls = 5000 };
  char text[160];
  double began, service_ns, call_ns;
  uint64_t sum = 0;
  (void)url;
  (void)request;
  began = now_ns();
  for (int i = 0; i < services; ++i) sum += OrthancPluginGetFontsCount(host) + 1;
  service_ns = (now_ns() - began) / services;
  began = now_ns();
  for (int i = 0; i < calls; ++i) {
    OrthancPluginMemoryBuffer reply;
    if (OrthancPluginRestApiGetAfterPlugins(host, &reply, "/peer2/answer") != OrthancPluginErrorCode_Success) abort();
    sum += reply.size;
    OrthancPluginFreeMemoryBuffer(host, &reply);
  }
  call_ns = (now_ns() - began) / calls;
  snprintf(text, sizeof text, "{\"service_ns\":%.1f,\"plugin_call_ns\":%.1f,\"sum\":%llu}", service_ns, call_ns,
           (unsigned long long)sum);
  OrthancPluginAnswerBuffer(host, output, text, (uint32_t)strlen(text), "application/json");
  return OrthancPluginErrorCode_Success;
}

ORTHANC_PLUGINS_API int32_t OrthancPluginInitialize(OrthancPluginContext *context) {
  host = context;
  OrthancPluginRegisterRestCallback(context, "/peer" TEXT(NUMBER) "/answer", answer);
  OrthancPluginRegisterRestCallback(context, "/peer" TEXT(NUMBER) "/measure", measure);
  return 0;
}
ORTHANC_PLUGINS_API void OrthancPluginFinalize(void) {}
ORTHANC_PLUGINS_API const char *OrthancPluginGetName(void) { return "peer" TEXT(NUMBER); }
ORTHANC_PLUGINS_API const char *OrthancPluginGetVersion(void) { return "1.0"; }
