using QualitySuite.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddApiDescription("QualitySuite Experiments");
builder.AddNpgsqlDataSource("quality");
builder.AddApiKeys();

var app = builder.Build();
app.UseServiceDefaults();
app.MapDefaultEndpoints();
app.MapApiDescription();
await app.RunAsync();
