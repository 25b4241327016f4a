namespace QualitySuite.LocalHosting.Servers;

/// <summary>Finds server programs on this machine.</summary>
internal static class ServerBinaries
{
    /// <summary>Oldest major version of Postgres that the suite is tried on.</summary>
    public const int OldestPostgres = 15;

    /// <summary>Where Debian puts Postgres' server programs, which are not on PATH there: a folder per major version.</summary>
    private const string PostgresRoot = "/usr/lib/postgresql";

    /// <summary>The newest Postgres of PATH and Debian's folders that has all its parts.</summary>
    /// <exception cref="DistributedApplicationException">There is none, or only older ones.</exception>
    public static PostgresBinaries FindPostgres() => FindPostgres(PathFolders(), PostgresRoot);

    /// <summary>The same among given folders: <paramref name="root"/> holds a folder for each major version, with a bin folder in it.</summary>
    internal static PostgresBinaries FindPostgres(IEnumerable<string> folders, string root)
    {
        var found = folders
            .Select(folder => ResolveFolder(Path.Combine(folder, "postgres")))
            .Concat(Directory.Exists(root) ? Directory.EnumerateDirectories(root).Select(version => Path.Combine(version, "bin")) : [])
            .OfType<string>()
            .Distinct()
            .Where(folder => File.Exists(Path.Combine(folder, "postgres")) && File.Exists(Path.Combine(folder, "initdb")))
            .Select(folder => new PostgresBinaries(folder, MajorVersion(folder)))
            .OrderByDescending(binaries => binaries.Major)
            .ToList();
        if (found is [{ Major: >= OldestPostgres } newest, ..])
        {
            return newest;
        }

        var seen = found.Count == 0 ? "No Postgres server was found" : $"The newest Postgres found is {found[0].Major} in {found[0].Folder}";
        throw new DistributedApplicationException(
            $"{seen}, on PATH or in {root}; version {OldestPostgres} or later is needed. " +
            "Install it with `./dev setup`, or with `apt-get install postgresql` (Debian, Ubuntu) or `dnf install postgresql-server` (Fedora).");
    }

    /// <summary>Redis, or else Valkey.</summary>
    /// <exception cref="DistributedApplicationException">There is neither.</exception>
    public static string FindRedis() => FindRedis(PathFolders());

    internal static string FindRedis(IEnumerable<string> folders) =>
        ((string[])["redis-server", "valkey-server"])
            .SelectMany(name => folders.Select(folder => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists)
        ?? throw new DistributedApplicationException(
            "No redis-server or valkey-server was found on PATH. " +
            "Install it with `./dev setup`, or with `apt-get install redis-server` (Debian, Ubuntu) or `dnf install valkey` (Fedora).");

    internal static IReadOnlyList<string> PathFolders() =>
        [.. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries), "/usr/sbin"];

    /// <summary>The folder in which a program really lies: a link on PATH often has only some of the programs beside it.</summary>
    private static string? ResolveFolder(string program) =>
        File.Exists(program) ? Path.GetDirectoryName(File.ResolveLinkTarget(program, returnFinalTarget: true)?.FullName ?? program) : null;

    /// <summary>Reads the version out of the program's own words: <c>postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)</c>.</summary>
    private static int MajorVersion(string folder)
    {
        var text = Tool.Read(Path.Combine(folder, "postgres"), "--version");
        var digits = new string([.. text[(text.IndexOf(')', StringComparison.Ordinal) + 1)..].TrimStart().TakeWhile(char.IsAsciiDigit)]);
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var major) ? major : 0;
    }
}

/// <summary>One installed Postgres.</summary>
/// <param name="Folder">Holds postgres and initdb.</param>
/// <param name="Major">Its major version.</param>
internal sealed record PostgresBinaries(string Folder, int Major)
{
    public string Postgres => Path.Combine(Folder, "postgres");

    public string Initdb => Path.Combine(Folder, "initdb");
}
