using System.Net;
using Azure;
using Azure.Identity;
using Azure.Storage.Blobs.Models;
using QualitySuite.ServiceDefaults;

namespace QualitySuite.Storage.Images;

/// <summary>Says what the failure of a request to the blob service means to those who use the store.</summary>
internal static class AzureBlobOutage
{
    /// <summary>What Azurite says when its memory has reached <c>--extentMemoryLimit</c>.</summary>
    private const string EmulatorFull = "MemoryExtentStoreAtSizeLimit";

    /// <summary>
    /// Runs a step. What the step does not handle itself is an outage: nothing that a caller did makes a request fail, so that it is the service,
    /// the way to it, or a permission that is not there (yet).
    /// </summary>
    /// <exception cref="ImageStoreFullException">The account has no room.</exception>
    /// <exception cref="OutageException">Everything else.</exception>
    public static async Task<T> GuardAsync<T>(string dependency, Func<Task<T>> step, CancellationToken cancellationToken)
    {
        try
        {
            return await step();
        }
        catch (RequestFailedException e) when (IsFull(e))
        {
            throw new ImageStoreFullException(e);
        }
        catch (Exception e) when (IsFailedRequest(e) && !cancellationToken.IsCancellationRequested)
        {
            throw new OutageException(dependency, e);
        }
    }

    public static bool Is(this RequestFailedException e, BlobErrorCode code) => code == e.ErrorCode;

    private static bool IsFull(RequestFailedException e) => e.Status == (int)HttpStatusCode.InsufficientStorage || e.ErrorCode == EmulatorFull;

    // The library says a network timeout by a cancellation that nobody asked for, and several failed tries by an aggregate.
    private static bool IsFailedRequest(Exception e) =>
        e is RequestFailedException or AuthenticationFailedException or AggregateException or IOException or HttpRequestException or OperationCanceledException;
}
