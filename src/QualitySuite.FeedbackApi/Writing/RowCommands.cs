using Npgsql;

namespace QualitySuite.FeedbackApi.Writing;

/// <summary>Statements that write many rows: their columns go there as arrays, and an outcome comes back for each.</summary>
internal static class RowCommands
{
    /// <summary>Adds the next positional parameter: this column of every row.</summary>
    public static NpgsqlCommand With<TRow, TValue>(this NpgsqlCommand command, ArraySegment<TRow> rows, Func<TRow, TValue> column)
    {
        var values = new TValue[rows.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = column(rows[i]);
        }

        command.Parameters.Add(new NpgsqlParameter<TValue[]> { TypedValue = values });
        return command;
    }

    /// <summary>Prepares the statement, which the connection remembers, runs it and reads one outcome for each row.</summary>
    public static async Task<WriteOutcome[]> ReadOutcomesAsync(this NpgsqlCommand command, int rows, CancellationToken cancellationToken)
    {
        await command.PrepareAsync(cancellationToken);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var outcomes = new WriteOutcome[rows];
        for (var i = 0; i < rows; i++)
        {
            await reader.ReadAsync(cancellationToken);
            outcomes[i] = (WriteOutcome)reader.GetInt16(0);
        }

        return outcomes;
    }
}
