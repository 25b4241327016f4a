using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace QualitySuite.ServiceDefaults.Tests.ClientIntegrations;

public sealed class NpgsqlDataSourceTests
{
    [Theory]
    [InlineData("Aspire:Npgsql:ConnectionString", "Host=general", null, null, "general")]
    [InlineData("Aspire:Npgsql:ConnectionString", "Host=general", "Aspire:Npgsql:quality:ConnectionString", "Host=named", "named")]
    [InlineData("Aspire:Npgsql:quality:ConnectionString", "Host=named", "ConnectionStrings:quality", "Host=wins", "wins")]
    public void The_more_particular_key_wins_and_ConnectionStrings_over_all(string key1, string value1, string? key2, string? value2, string host)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration[key1] = value1;
        if (key2 is not null)
        {
            builder.Configuration[key2] = value2;
        }
        builder.AddNpgsqlDataSource("quality");
        using var built = builder.Build();
        var source = built.Services.GetRequiredService<NpgsqlDataSource>();
        Assert.Equal(host, new NpgsqlConnectionStringBuilder(source.ConnectionString).Host);
        Assert.Same(source, built.Services.GetRequiredService<NpgsqlDataSource>());
        using var scope = built.Services.CreateScope();
        Assert.NotSame(scope.ServiceProvider.GetRequiredService<NpgsqlConnection>(), scope.ServiceProvider.GetRequiredService<NpgsqlConnection>());
    }
}
