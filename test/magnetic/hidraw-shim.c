#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/hidraw.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/*
 * Turns /dev/hidrawN into the unix socket $HIDRAW_SOCKETS/hidrawN, behind which a test plays the device. Kernels without
 * uhid have no virtual HID; with this the real node-hid and its hidraw code run all the same.
 */
#define REPORT_SIZE 64
#define MOST_FILES 65536

static char is_ours[MOST_FILES];

/* A vendor page with one 64-byte report in, one out and one feature (HID 1.11 section 6.2.2). */
static const unsigned char descriptor[] = {
    0x06, 0x00, 0xff, 0x09, 0x01, 0xa1, 0x01, 0x15, 0x00, 0x26, 0xff, 0x00, 0x75, 0x08, 0x95, REPORT_SIZE,
    0x09, 0x01, 0x81, 0x02, 0x09, 0x01, 0x91, 0x02, 0x09, 0x01, 0xb1, 0x02, 0xc0};

static int open_socket(const char *path) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  snprintf(address.sun_path, sizeof address.sun_path, "%s/%s", getenv("HIDRAW_SOCKETS"), path + strlen("/dev/"));
  int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return -1;
  if (fd >= MOST_FILES || connect(fd, (struct sockaddr *)&address, sizeof address) < 0) {
    close(fd);
    errno = ENOENT;
    return -1;
  }
  is_ours[fd] = 1;
  return fd;
}

static int is_hidraw(const char *path) {
  return getenv("HIDRAW_SOCKETS") && strncmp(path, "/dev/hidraw", strlen("/dev/hidraw")) == 0;
}

#define OPEN(name)                                                     \
  int name(const char *path, int flags, ...) {                         \
    static int (*next)(const char *, int, ...);                        \
    if (is_hidraw(path)) return open_socket(path);                     \
    if (!next) next = (int (*)(const char *, int, ...))dlsym(RTLD_NEXT, #name); \
    va_list rest;                                                      \
    va_start(rest, flags);                                             \
    int mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, int) : 0;  \
    va_end(rest);                                                      \
    return next(path, flags, mode);                                    \
  }
OPEN(open)
OPEN(open64)

int close(int fd) {
  static int (*next)(int);
  if (!next) next = (int (*)(int))dlsym(RTLD_NEXT, "close");
  if (fd >= 0 && fd < MOST_FILES) is_ours[fd] = 0;
  return next(fd);
}

/* A hidraw read gives one report; a stream would give several at once. */
ssize_t read(int fd, void *buffer, size_t size) {
  static ssize_t (*next)(int, void *, size_t);
  if (!next) next = (ssize_t (*)(int, void *, size_t))dlsym(RTLD_NEXT, "read");
  int ours = fd >= 0 && fd < MOST_FILES && is_ours[fd];
  return next(fd, buffer, ours && size > REPORT_SIZE ? REPORT_SIZE : size);
}

int ioctl(int fd, unsigned long request, ...) {
  static int (*next)(int, unsigned long, ...);
  if (!next) next = (int (*)(int, unsigned long, ...))dlsym(RTLD_NEXT, "ioctl");
  va_list rest;
  va_start(rest, request);
  void *argument = va_arg(rest, void *);
  va_end(rest);
  if (fd < 0 || fd >= MOST_FILES || !is_ours[fd]) return next(fd, request, argument);
  if (request == HIDIOCGRDESCSIZE) {
    *(int *)argument = sizeof descriptor;
    return 0;
  }
  if (request == HIDIOCGRDESC) {
    struct hidraw_report_descriptor *into = argument;
    into->size = sizeof descriptor;
    memcpy(into->value, descriptor, sizeof descriptor);
    return 0;
  }
  errno = ENOTTY;
  return -1;
}
