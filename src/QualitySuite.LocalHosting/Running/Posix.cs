using System.Runtime.InteropServices;

namespace QualitySuite.LocalHosting.Running;

/// <summary>What .NET does not offer of POSIX: signals to process groups, owners of files, what a process id stands for (Linux's /proc).</summary>
internal static class Posix
{
    public const int SigInt = 2;
    public const int SigKill = 9;
    public const int SigTerm = 15;

    /// <summary>EAGAIN, which a lock held by another process gives.</summary>
    public const int TryAgain = 11;

    /// <summary>Signals a process, or with a negative id every process of that group; one that is gone is no error.</summary>
    public static void Signal(int pid, int signal) => _ = Kill(pid, signal);

    public static bool IsAlive(int pid) => Stat(pid) is [not "Z", ..];

    /// <summary>Name of the program a process runs, or null when there is no such process.</summary>
    public static string? CommandOf(int pid) => ReadProc(pid, "comm")?.TrimEnd('\n');

    /// <summary>All processes below one, however deep: Postgres gives each of its own a process group, so that a signal to one misses them.</summary>
    public static List<int> Descendants(int root)
    {
        var children = Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : 0)
            .Where(pid => pid > 0)
            .Select(pid => (Pid: pid, Parent: Stat(pid) is [_, var parent, ..] ? int.Parse(parent, CultureInfo.InvariantCulture) : 0))
            .ToLookup(process => process.Parent, process => process.Pid);
        return Below(root);

        List<int> Below(int pid) => [.. children[pid].SelectMany(child => (int[])[child, .. Below(child)])];
    }

    /// <summary>Gives a folder or file to a user.</summary>
    public static void GiveTo(string path, UnixUser user)
    {
        if (Chown(path, user.Uid, user.Gid) != 0)
        {
            throw new IOException($"Cannot give {path} to user {user.Name}: errno {Marshal.GetLastPInvokeError()}.");
        }
    }

    public static UnixUser? FindUser(string name) => File.ReadLines("/etc/passwd")
        .Select(line => line.Split(':'))
        .Where(fields => fields.Length > 3 && fields[0] == name)
        .Select(fields => new UnixUser(
            name, uint.Parse(fields[2], CultureInfo.InvariantCulture), uint.Parse(fields[3], CultureInfo.InvariantCulture)))
        .FirstOrDefault();

    /// <summary>The fields of /proc/pid/stat from the state on; the name before them may itself hold blanks.</summary>
    private static string[]? Stat(int pid) => ReadProc(pid, "stat") is { } text ? text[(text.LastIndexOf(')') + 2)..].Split(' ') : null;

    /// <summary>A file of /proc about a process, or null when there is no such process or it may not be read.</summary>
    public static string? ReadProc(int pid, string file)
    {
        try
        {
            return File.ReadAllText(FormattableString.Invariant($"/proc/{pid}/{file}"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int pid, int signal);

    [DllImport("libc", EntryPoint = "chown", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Chown([MarshalAs(UnmanagedType.LPUTF8Str)] string path, uint owner, uint group);
}

/// <summary>An account of this machine.</summary>
internal sealed record UnixUser(string Name, uint Uid, uint Gid);
