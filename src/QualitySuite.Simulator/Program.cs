using QualitySuite.Simulator.Demo;
using QualitySuite.Simulator.Export;

if (args is ["export", .. var exportArguments])
{
    return await ExportCommand.RunAsync(exportArguments, Console.Out, CancellationToken.None);
}

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddDemo();
var app = builder.Build();
app.UseServiceDefaults();
app.MapDefaultEndpoints();
app.MapDemoStatus();
await app.RunAsync();
return 0;
