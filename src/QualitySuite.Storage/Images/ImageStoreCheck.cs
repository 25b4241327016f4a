using Microsoft.Extensions.Diagnostics.HealthChecks;
using QualitySuite.ServiceDefaults;

namespace QualitySuite.Storage.Images;

/// <summary>Whether the image store can be reached. Without it a service is degraded, since all that takes no image goes on.</summary>
internal sealed class ImageStoreCheck(ImageStore images) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await images.CheckAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (OutageException exception)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, exception.Message, exception);
        }
    }
}
