using System.Text.Json;

namespace QualitySuite.Contracts;

/// <summary>JSON has something else where one of a few names belongs. The message lists them, says of what was found only what it is like, and may be shown to whoever sent it.</summary>
public sealed class UnknownNameException : JsonException
{
    internal UnknownNameException(string message)
        : base(message)
    {
    }
}
