using System.Security.Cryptography;
using System.Text;

namespace QualitySuite.LocalHosting.Servers;

/// <summary>The folder of one Postgres cluster: where it may lie, whose it is, and whether another server uses it.</summary>
internal sealed class PostgresDataFolder
{
    private static readonly TimeSpan PatienceWithPredecessor = TimeSpan.FromSeconds(15);

    private PostgresDataFolder(string path, UnixUser? user)
    {
        Path = path;
        User = user;
    }

    public string Path { get; }

    /// <summary>The user that Postgres runs as, or null for the AppHost's own: Postgres refuses to run as root.</summary>
    public UnixUser? User { get; }

    public bool HasCluster => File.Exists(System.IO.Path.Combine(Path, "PG_VERSION"));

    /// <summary>Finds the folder: the wanted one, or under /var/lib where Postgres' user cannot reach that.</summary>
    public static PostgresDataFolder Locate(string wanted, ResourceLog log)
    {
        if (!Posix.IsRoot)
        {
            return new PostgresDataFolder(wanted, null);
        }

        var user = Posix.FindUser("postgres") ?? Posix.FindUser("nobody")
            ?? throw new DistributedApplicationException("Postgres does not run as root, and this machine has neither a user `postgres` nor `nobody`.");
        var parent = System.IO.Path.GetDirectoryName(wanted)!;
        Directory.CreateDirectory(parent);
        if (OthersMayPass(parent))
        {
            return new PostgresDataFolder(wanted, user);
        }

        // Only root can make a folder in /var/lib, so nobody else can have put one there before.
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(wanted)))[..16];
        var reachable = System.IO.Path.Combine("/var/lib/localhosting", hash, System.IO.Path.GetFileName(wanted));
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(reachable)!);
        log.Write($"User {user.Name}, who runs Postgres, cannot reach {wanted}: its data is in {reachable}.");
        return new PostgresDataFolder(reachable, user);
    }

    /// <summary>Makes an empty folder for the user, which becomes the cluster's when <see cref="Adopt"/> is called.</summary>
    public string MakeNew()
    {
        var making = Path + ".new";
        Delete(making);
        Directory.CreateDirectory(making, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        if (User is not null)
        {
            Posix.GiveTo(making, User);
        }

        return making;
    }

    /// <summary>Puts a finished cluster in place: a crash before leaves none rather than half of one.</summary>
    public void Adopt(string made)
    {
        Delete(Path);
        Directory.Move(made, Path);
    }

    /// <summary>Deletes the cluster.</summary>
    public void Clear() => Delete(Path);

    /// <summary>Refuses a cluster made by another major version, and one that another server uses; removes a dead server's pid file.</summary>
    public async Task CheckAsync(PostgresBinaries binaries, TimeProvider time, CancellationToken cancellationToken)
    {
        var made = int.Parse(await File.ReadAllTextAsync(System.IO.Path.Combine(Path, "PG_VERSION"), cancellationToken), CultureInfo.InvariantCulture);
        if (made != binaries.Major)
        {
            throw new DistributedApplicationException(FormattableString.Invariant(
                $"The data in {Path} was made by Postgres {made}, but the newest server found is {binaries.Major}. Install Postgres {made}, move the data over with pg_upgrade, or delete the folder to begin anew."));
        }

        var pidFile = System.IO.Path.Combine(Path, "postmaster.pid");
        var began = time.GetTimestamp();
        while (File.Exists(pidFile))
        {
            var pid = int.Parse((await File.ReadAllLinesAsync(pidFile, cancellationToken))[0], CultureInfo.InvariantCulture);
            if (!IsServerOf(pid))
            {
                File.Delete(pidFile);
            }
            else if (time.GetElapsedTime(began) > PatienceWithPredecessor)
            {
                throw new DistributedApplicationException(FormattableString.Invariant(
                    $"Another Postgres (process {pid}) runs on the data in {Path}. Stop it: `kill -INT {pid}`."));
            }
            else
            {
                // An AppHost that was killed a moment ago leaves a server that is just being stopped.
                await Task.Delay(TimeSpan.FromMilliseconds(200), time, cancellationToken);
            }
        }
    }

    /// <summary>Process ids come round again, so a live process with the id may have nothing to do with the folder.</summary>
    private bool IsServerOf(int pid) =>
        Posix.IsAlive(pid)
        && Posix.CommandOf(pid) == "postgres"
        && (File.ResolveLinkTarget(FormattableString.Invariant($"/proc/{pid}/cwd"), returnFinalTarget: false)?.FullName ?? Path) == Path;

    private static bool OthersMayPass(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
        {
            if (!at.UnixFileMode.HasFlag(UnixFileMode.OtherExecute))
            {
                return false;
            }
        }

        return true;
    }

    private static void Delete(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
