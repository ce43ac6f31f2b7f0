#include "http/listener.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { BACKLOG = 1024 };

static enum rc failed(struct fault *fault, const char *path, const char *what)
{
	return fault_set(fault, RC_UNAVAILABLE, "listen", "cannot listen on %s: %s", path, what);
}

static bool fill_address(const char *path, struct sockaddr_un *address)
{
	*address = (struct sockaddr_un){.sun_family = AF_UNIX};
	if (!*path || strlen(path) >= sizeof address->sun_path)
		return false;
	(void)stpcpy(address->sun_path, path);
	return true;
}

static int open_socket(void)
{
	return socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
}

/* Whether a process accepts connections there. A full backlog answers EAGAIN, which is an answer too. */
static bool is_answered(const struct sockaddr_un *address)
{
	int fd = open_socket();
	bool refused;

	if (fd < 0)
		return true;
	refused = connect(fd, (const struct sockaddr *)address, sizeof *address) != 0 && errno == ECONNREFUSED;
	(void)close(fd);
	return !refused;
}

static enum rc remove_stale(const char *path, const struct sockaddr_un *address, struct fault *fault)
{
	struct stat status;

	if (lstat(path, &status) != 0)
		return errno == ENOENT ? RC_OK : failed(fault, path, strerror(errno));
	if (!S_ISSOCK(status.st_mode))
		return failed(fault, path, "there is a file that is not a socket; remove it or choose another path");
	if (is_answered(address))
		return failed(fault, path, "another process answers there; stop it or choose another path");
	if (unlink(path) != 0)
		return failed(fault, path, strerror(errno));
	return RC_OK;
}

/* The mode is set by the umask at bind, so that there is no moment in which others may connect. */
static enum rc bind_and_listen(int fd, const char *path, const struct sockaddr_un *address, struct fault *fault)
{
	mode_t before = umask(0117);
	int bound = bind(fd, (const struct sockaddr *)address, sizeof *address);
	int error = errno;

	(void)umask(before);
	if (bound != 0)
		return failed(fault, path,
		              error == EADDRINUSE ? "another process has just taken it" : strerror(error));
	if (listen(fd, BACKLOG) != 0)
		return failed(fault, path, strerror(errno));
	return RC_OK;
}

enum rc listener_open(const char *path, struct listener *listener, struct fault *fault)
{
	struct sockaddr_un address;
	struct stat status;
	enum rc rc;
	int fd;

	if (!fill_address(path, &address))
		return failed(fault, path, "the path must have 1 to 107 characters");
	TRY(remove_stale(path, &address, fault));
	fd = open_socket();
	if (fd < 0)
		return failed(fault, path, strerror(errno));
	rc = bind_and_listen(fd, path, &address, fault);
	if (rc == RC_OK && lstat(path, &status) != 0)
		rc = failed(fault, path, strerror(errno));
	if (rc != RC_OK) {
		(void)close(fd);
		return rc;
	}
	*listener = (struct listener){.fd = fd, .path = path, .device = status.st_dev, .inode = status.st_ino};
	return RC_OK;
}

void listener_unlink(const struct listener *listener)
{
	struct stat status;

	if (lstat(listener->path, &status) == 0 && status.st_dev == listener->device &&
	    status.st_ino == listener->inode)
		(void)unlink(listener->path);
}

void listener_close(struct listener *listener)
{
	listener_unlink(listener);
	(void)close(listener->fd);
	listener->fd = -1;
}
