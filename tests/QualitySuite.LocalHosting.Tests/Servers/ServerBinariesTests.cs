using QualitySuite.LocalHosting.Servers;

namespace QualitySuite.LocalHosting.Tests.Servers;

public sealed class ServerBinariesTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_newest_Postgres_of_path_and_version_folders_is_taken()
    {
        var path = Install("path", "15.14 (Debian 15.14-0+deb12u1)");
        Install("versions/16/bin", "16.9");
        var newest = Install("versions/17/bin", "17beta2");

        var found = ServerBinaries.FindPostgres([path], Path.Combine(_folder.Path, "versions"));

        Assert.Equal(new PostgresBinaries(newest, 17), found);
    }

    [Fact]
    public void A_link_on_path_leads_to_the_folder_that_also_has_initdb()
    {
        var real = Install("lib/15/bin", "15.3");
        var path = Directory.CreateDirectory(Path.Combine(_folder.Path, "bin")).FullName;
        File.CreateSymbolicLink(Path.Combine(path, "postgres"), Path.Combine("..", "lib", "15", "bin", "postgres"));

        Assert.Equal(new PostgresBinaries(real, 15), ServerBinaries.FindPostgres([path], "none"));
    }

    [Fact]
    public void A_missing_Postgres_is_an_error_that_says_how_to_install_it()
    {
        var error = Assert.Throws<DistributedApplicationException>(() => ServerBinaries.FindPostgres([_folder.Path], "none"));

        Assert.Contains("apt-get install postgresql", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_Postgres_before_15_is_refused_by_its_version()
    {
        var path = Install("old", "14.2");

        var error = Assert.Throws<DistributedApplicationException>(() => ServerBinaries.FindPostgres([path], "none"));

        Assert.StartsWith($"The newest Postgres found is 14 in {path}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Valkey_is_taken_where_there_is_no_Redis()
    {
        var redis = Directory.CreateDirectory(Path.Combine(_folder.Path, "redis")).FullName;
        var valkey = Directory.CreateDirectory(Path.Combine(_folder.Path, "valkey")).FullName;
        File.WriteAllText(Path.Combine(valkey, "valkey-server"), "");
        Assert.Equal(Path.Combine(valkey, "valkey-server"), ServerBinaries.FindRedis([valkey, redis]));

        File.WriteAllText(Path.Combine(redis, "redis-server"), "");
        Assert.Equal(Path.Combine(redis, "redis-server"), ServerBinaries.FindRedis([valkey, redis]));
    }

    [Fact]
    public void A_missing_Redis_is_an_error_that_says_how_to_install_it()
    {
        var error = Assert.Throws<DistributedApplicationException>(() => ServerBinaries.FindRedis([_folder.Path]));

        Assert.Contains("apt-get install redis-server", error.Message, StringComparison.Ordinal);
    }

    private string Install(string folder, string version)
    {
        var path = Directory.CreateDirectory(Path.Combine(_folder.Path, folder)).FullName;
        foreach (var program in (string[])["postgres", "initdb"])
        {
            var file = Path.Combine(path, program);
            File.WriteAllText(file, $"#!/bin/sh\necho '{program} (PostgreSQL) {version}'\n");
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        return path;
    }
}
