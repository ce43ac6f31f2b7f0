#include "daemons/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CPU_SECONDS = 300, MEMORY_BYTES = 1 << 30, FILE_BYTES = 512 << 20, DESCRIPTORS = 64, NICE = 10, EXTRA = 3 };

static void limit(int resource, rlim_t most)
{
	const struct rlimit limits = {.rlim_cur = most, .rlim_max = most};

	(void)setrlimit((__rlimit_resource_t)resource, &limits);
}

static void confine(void)
{
	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	(void)prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	if (unshare(CLONE_NEWNET) != 0)
		(void)unshare(CLONE_NEWUSER | CLONE_NEWNET);
	limit(RLIMIT_CPU, CPU_SECONDS);
	limit(RLIMIT_AS, MEMORY_BYTES);
	limit(RLIMIT_FSIZE, FILE_BYTES);
	limit(RLIMIT_NOFILE, DESCRIPTORS);
	limit(RLIMIT_CORE, 0);
	(void)setpriority(PRIO_PROCESS, 0, NICE);
}

/* Moves a descriptor to its place, where it stays open for the program. */
static bool place(int given, int wanted, int flags)
{
	int from = given >= 0 ? given : open("/dev/null", flags | O_CLOEXEC);

	if (from == wanted)
		return fcntl(from, F_SETFD, 0) == 0;
	return from >= 0 && dup2(from, wanted) == wanted;
}

static _Noreturn void become(const struct sandbox_child *child)
{
	static char *const environment[] = {NULL};
	sigset_t none;

	(void)sigemptyset(&none);
	(void)sigprocmask(SIG_SETMASK, &none, NULL);
	if (!place(child->in, STDIN_FILENO, O_RDONLY) || !place(child->out, STDOUT_FILENO, O_WRONLY) ||
	    !place(-1, STDERR_FILENO, O_WRONLY) || (child->extra >= 0 && !place(child->extra, EXTRA, O_RDWR)))
		_exit(126);
	(void)close_range(EXTRA + (child->extra >= 0), ~0U, 0);
	confine();
	(void)execvpe(child->argv[0], (char *const *)(uintptr_t)child->argv, environment);
	_exit(127);
}

enum rc sandbox_start(const struct sandbox_child *child, pid_t *pid, struct fault *fault)
{
	pid_t forked = fork();

	if (forked < 0)
		return fault_set(fault, RC_UNAVAILABLE, "ffmpeg", "cannot start %s: %s", child->argv[0],
		                 strerror(errno));
	if (forked == 0)
		become(child);
	*pid = forked;
	return RC_OK;
}

enum rc sandbox_wait(pid_t pid, struct fault *fault)
{
	int status;

	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return fault_set(fault, RC_BROKEN, "ffmpeg", "waitpid: %s", strerror(errno));
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return RC_OK;
	return fault_set(fault, RC_UNAVAILABLE, "ffmpeg", "ffmpeg ended with %s %d",
	                 WIFEXITED(status) ? "status" : "signal",
	                 WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status));
}

void sandbox_forget(pid_t pid)
{
	struct fault ignored = {0};
	enum rc rc = sandbox_wait(pid, &ignored);

	(void)rc;
}
