using QualitySuite.Reviewer.Charts;
using QualitySuite.Reviewer.Generations;
using QualitySuite.Reviewer.Hosting;
using QualitySuite.Reviewer.Pipeline;

var builder = WebApplication.CreateBuilder(args);
SignInGuard.RefuseToServeStrangers(builder.Environment);
builder.AddReviewer();

var app = builder.Build();
app.UseReviewer();
app.MapStaticAssets();
app.MapRazorPages().WithStaticAssets();
app.MapChartApi();
app.MapImageProxy();
app.MapPipelineStream();
await app.RunAsync();
