using System.Data;
using Dapper;

namespace QualitySuite.ServiceDefaults;

/// <summary>Lets Dapper read and write <see cref="DateTimeOffset"/> as timestamptz: always UTC.</summary>
public sealed class UtcTimes : SqlMapper.TypeHandler<DateTimeOffset>
{
    /// <summary>Registers it with Dapper, for the process.</summary>
    public static void Register() => SqlMapper.AddTypeHandler(new UtcTimes());

    /// <inheritdoc/>
    public override DateTimeOffset Parse(object value) => value switch
    {
        DateTime { Kind: DateTimeKind.Utc } time => new DateTimeOffset(time),
        DateTimeOffset time => time,
        _ => throw new DataException($"A timestamptz was expected, not {value.GetType().Name}."),
    };

    /// <inheritdoc/>
    public override void SetValue(IDbDataParameter parameter, DateTimeOffset value) => parameter.Value = value.UtcDateTime;
}
