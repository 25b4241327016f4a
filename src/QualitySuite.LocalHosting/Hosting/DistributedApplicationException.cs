namespace Aspire.Hosting;

/// <summary>The application cannot be run as it is described; the message says what to do.</summary>
public sealed class DistributedApplicationException : Exception
{
    /// <summary>Without a message.</summary>
    public DistributedApplicationException()
    {
    }

    /// <summary>With a message for the person who runs the application.</summary>
    public DistributedApplicationException(string message)
        : base(message)
    {
    }

    /// <summary>With a message for the person who runs the application, and what led to it.</summary>
    public DistributedApplicationException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
