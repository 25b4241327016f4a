using System.Security.Cryptography;
using System.Text;

namespace QualitySuite.LocalHosting.Servers;

/// <summary>The folder of one Postgres cluster: where it may lie, whose it is, and whether another server uses it.</summary>
/// <param name="Location">Its full path, links resolved.</param>
/// <param name="User">The user that Postgres runs as, or null for the AppHost's own: Postgres refuses to run as root.</param>
internal sealed record PostgresDataFolder(string Location, UnixUser? User)
{
    public bool IsEmpty => !Directory.Exists(Location) || !Directory.EnumerateFileSystemEntries(Location).Any();

    private string PidFile => Path.Combine(Location, "postmaster.pid");

    /// <summary>
    /// Finds the folder: the wanted one, or one under /var/lib where Postgres' user cannot reach that; then the wanted path is a link to it,
    /// by which people and scripts find the data.
    /// </summary>
    public static PostgresDataFolder Locate(string wanted, ResourceLog log)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return new PostgresDataFolder(wanted, null);
        }

        var user = Posix.FindUser("postgres") ?? Posix.FindUser("nobody")
            ?? throw new DistributedApplicationException("Postgres does not run as root, and this machine has neither a user `postgres` nor `nobody`.");
        var parent = Directory.CreateDirectory(Path.GetDirectoryName(wanted)!);
        var link = new DirectoryInfo(wanted);
        if (link.LinkTarget is null && OthersMayPass(parent))
        {
            return new PostgresDataFolder(wanted, user);
        }

        if (link.LinkTarget is null)
        {
            if (link.Exists)
            {
                throw new DistributedApplicationException(
                    $"User {user.Name}, who runs Postgres, cannot reach the data in {wanted}. Let others pass through every folder above it: `chmod o+x`.");
            }

            // Only root can make a folder in /var/lib, so nobody else can have put one there before.
            var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(wanted)))[..16];
            link.CreateAsSymbolicLink(Path.Combine("/var/lib/localhosting", $"{link.Name}-{hash}"));
        }

        Directory.CreateDirectory(Path.GetDirectoryName(link.LinkTarget)!);
        log.Write($"User {user.Name}, who runs Postgres, cannot reach {wanted}: its data is in {link.LinkTarget}.");
        return new PostgresDataFolder(link.LinkTarget!, user);
    }

    /// <summary>Makes an empty folder for the user, which becomes the cluster's when <see cref="Adopt"/> is called.</summary>
    public string MakeNew()
    {
        var making = Location + ".new";
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
        Clear();
        Directory.Move(made, Location);
    }

    /// <summary>Deletes the cluster.</summary>
    public void Clear() => Delete(Location);

    /// <summary>
    /// Refuses a cluster made by another major version, half of one, and one that another server uses; removes a dead server's pid file.
    /// </summary>
    public async Task CheckAsync(PostgresBinaries binaries, CancellationToken cancellationToken)
    {
        var versionFile = Path.Combine(Location, "PG_VERSION");
        var made = File.Exists(versionFile) ? (await File.ReadAllTextAsync(versionFile, cancellationToken)).Trim() : "";
        if (made.Length > 0 && made != binaries.Major.ToString(CultureInfo.InvariantCulture))
        {
            throw new DistributedApplicationException(FormattableString.Invariant(
                $"The data in {Location} was made by Postgres {made}, but the newest server found is {binaries.Major}. ") +
                $"Install Postgres {made}, move the data over with pg_upgrade, or delete the folder to begin anew.");
        }

        if (made.Length == 0 || !File.Exists(Path.Combine(Location, "global", "pg_control")))
        {
            throw new DistributedApplicationException(
                $"The data in {Location} is not whole: PG_VERSION or global/pg_control is missing. " +
                "Restore it from a copy, or delete the folder to begin anew.");
        }

        // An AppHost that was killed a moment ago leaves a server that is just being stopped.
        for (var patience = 75; RunningServer() is { } pid; patience--)
        {
            if (patience == 0)
            {
                throw new DistributedApplicationException(FormattableString.Invariant(
                    $"Another Postgres (process {pid}) runs on the data in {Location}. Stop it: `kill -INT {pid}`."));
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200), cancellationToken);
        }

        File.Delete(PidFile);
    }

    /// <summary>
    /// Id of the server that uses the folder. Process ids come round again, so the living process must also have the same id, path and start
    /// time (the first three lines) in the pid file of its own folder.
    /// </summary>
    private int? RunningServer()
    {
        var ours = File.Exists(PidFile) ? Head(File.ReadAllText(PidFile)) : [];
        return int.TryParse(ours.FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
            && Posix.CommandOf(pid) == "postgres"
            && Head(Posix.ReadProc(pid, "cwd/postmaster.pid") ?? "").SequenceEqual(ours) ? pid : null;

        static string[] Head(string text) => [.. text.Split('\n').Take(3)];
    }

    private static bool OthersMayPass(DirectoryInfo? folder) =>
        folder is null || (folder.UnixFileMode.HasFlag(UnixFileMode.OtherExecute) && OthersMayPass(folder.Parent));

    private static void Delete(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
