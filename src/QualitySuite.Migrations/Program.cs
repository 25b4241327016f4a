using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using QualitySuite.Migrations;

var builder = Host.CreateApplicationBuilder(args);
builder.AddServiceDefaults();
builder.AddNpgsqlDataSource("quality");
builder.Services.AddOptions<MigrationOptions>().Bind(builder.Configuration.GetSection(MigrationOptions.Section)).ValidateDataAnnotations();
builder.Services.AddSingleton(SqlScripts.Embedded());
// Made within the run, so that a missing connection string is reported like every other reason to fail.
builder.Services.AddSingleton(services => new Lazy<NpgsqlDataSource>(services.GetRequiredService<NpgsqlDataSource>));
builder.Services.AddSingleton<MigrationRunner>();

using var host = builder.Build();
await host.StartAsync();
var stopping = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
var isMigrated = await host.Services.GetRequiredService<MigrationRunner>().RunAsync(stopping);
await host.StopAsync(CancellationToken.None);
return isMigrated ? 0 : 1;
