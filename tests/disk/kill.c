/* Runs a program and kills it right before its n-th system call that changes a file.
 *
 * kill COUNT N PROGRAM [ARGUMENT...]
 *
 * N is from 1; 0 kills nothing. The number of such calls that were made goes into the file COUNT.
 * Exit code: 0 where the program was killed, 1 where it ended before, 77 where it can't be traced. */

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ENDED = 1, UNTRACEABLE = 77 };

static int creates(unsigned long long flags) { return (flags & (O_CREAT | O_TRUNC)) != 0; }

/* Whether a system call changes a file: its bytes, its name, or that it is there. */
static int changes(unsigned long long number, const uint64_t *arguments)
{
    switch (number) {
    case SYS_write:
    case SYS_pwrite64:
    case SYS_writev:
        /* Not what is printed. */
        return arguments[0] > 2;
    case SYS_openat:
        return creates(arguments[2]);
#ifdef SYS_open
    case SYS_open:
        return creates(arguments[1]);
#endif
#ifdef SYS_rename
    case SYS_rename:
#endif
#ifdef SYS_link
    case SYS_link:
    case SYS_unlink:
    case SYS_mkdir:
    case SYS_rmdir:
#endif
#ifdef SYS_renameat
    case SYS_renameat:
#endif
    case SYS_renameat2:
    case SYS_linkat:
    case SYS_unlinkat:
    case SYS_mkdirat:
    case SYS_ftruncate:
    case SYS_fchmod:
    case SYS_fsync:
        return 1;
    default:
        return 0;
    }
}

static void note(const char *path, long count)
{
    FILE *file = fopen(path, "w");
    if (file) {
        fprintf(file, "%ld\n", count);
        fclose(file);
    }
}

int main(int argc, char **argv)
{
    if (argc < 4)
        return UNTRACEABLE;
    long last = atol(argv[2]), count = 0;

    pid_t program = fork();
    if (program == 0) {
        if (ptrace(PTRACE_TRACEME, 0, 0, 0) != 0)
            _exit(UNTRACEABLE);
        raise(SIGSTOP);
        execv(argv[3], argv + 3);
        _exit(UNTRACEABLE);
    }

    int status;
    if (waitpid(program, &status, 0) != program || !WIFSTOPPED(status))
        return UNTRACEABLE;
    long options = PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACECLONE | PTRACE_O_TRACEFORK
        | PTRACE_O_TRACEVFORK | PTRACE_O_EXITKILL;
    if (ptrace(PTRACE_SETOPTIONS, program, 0, options) != 0)
        return UNTRACEABLE;
    ptrace(PTRACE_SYSCALL, program, 0, 0);

    for (;;) {
        pid_t thread = waitpid(-1, &status, __WALL);
        if (thread < 0)
            return errno == ECHILD ? ENDED : UNTRACEABLE;
        if (WIFEXITED(status) || WIFSIGNALED(status)) {
            if (thread != program)
                continue;
            note(argv[1], count);
            return WIFEXITED(status) && WEXITSTATUS(status) == UNTRACEABLE ? UNTRACEABLE : ENDED;
        }

        long signal = WSTOPSIG(status);
        if (signal == (SIGTRAP | 0x80)) {
            struct __ptrace_syscall_info call;
            if (ptrace(PTRACE_GET_SYSCALL_INFO, thread, sizeof call, &call) <= 0)
                return UNTRACEABLE;
            if (call.op == PTRACE_SYSCALL_INFO_ENTRY && changes(call.entry.nr, call.entry.args)) {
                count += 1;
                if (count == last) {
                    kill(program, SIGKILL);
                    while (waitpid(-1, &status, __WALL) > 0)
                        ;
                    note(argv[1], count);
                    return 0;
                }
            }
            signal = 0;
        } else if (signal == SIGTRAP || signal == SIGSTOP) {
            /* A new thread, or the start of one. */
            signal = 0;
        }
        ptrace(PTRACE_SYSCALL, thread, 0, signal);
    }
}
