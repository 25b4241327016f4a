using System.Net;
using System.Net.Http.Json;
using QualitySuite.Client;
using QualitySuite.Contracts;
using QualitySuite.Contracts.Privacy;

namespace QualitySuite.IntegrationTests;

/// <summary>Asks for erasures and waits for their receipts.</summary>
internal static class Erasures
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Settings of a suite in which no test waits for long.</summary>
    public static readonly string[] SoonFinished =
        ["--Erasure:Interval=00:00:00.200", "--Erasure:Settling=00:00:02", "--Erasure:ImageGrace=00:00:04"];

    public static async Task<Guid> EraseAsync(this HttpClient api, string userKey, string query, CancellationToken cancellationToken)
    {
        using var response = await api.DeleteAsync(new Uri($"/v1/users/{Uri.EscapeDataString(userKey)}{query}", UriKind.Relative), cancellationToken);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        var id = (await response.Content.ReadFromJsonAsync<ErasureAccepted>(QualityJson.Options, cancellationToken))!.ErasureId;
        Assert.Equal($"/v1/erasures/{id}", response.Headers.Location?.OriginalString);
        return id;
    }

    public static Task<Erasure> ReceiptAsync(this HttpClient api, Guid id, CancellationToken cancellationToken) => new QualityClient(api).GetErasureAsync(id, cancellationToken);

    public static async Task<Erasure> WaitForReceiptAsync(this HttpClient api, Guid id, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        while (true)
        {
            var erasure = await Suite.PatientlyAsync(() => api.ReceiptAsync(id, limit.Token), limit.Token);
            if (erasure.State == ErasureState.Done)
            {
                return erasure;
            }

            await Task.Delay(200, limit.Token);
        }
    }
}
