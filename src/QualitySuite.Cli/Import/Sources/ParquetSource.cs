using System.Globalization;
using System.Runtime.CompilerServices;
using Parquet;
using Parquet.Schema;
using QualitySuite.Cli.Import.Rows;

namespace QualitySuite.Cli.Import.Sources;

/// <summary>A table as Parquet; only the columns that are used are read, a row group at a time. Those of a struct are named <c>outer.inner</c>.</summary>
internal sealed class ParquetSource : ImportSource
{
    private readonly Dictionary<ImportField, DataField> _fields;
    private readonly long _rows;

    private ParquetSource(string path, Dictionary<ImportField, DataField> fields, long rows)
        : base(path) => (_fields, _rows) = (fields, rows);

    public static Task<ParquetSource> OpenAsync(string path, IReadOnlyDictionary<ImportField, string> chosen, CancellationToken cancellationToken) => TryAsync(path, async () =>
    {
        await using var stream = File.OpenRead(path);
        await using var reader = await ParquetReader.CreateAsync(stream, cancellationToken: cancellationToken);
        var columns = reader.Schema.DataFields.Where(field => !field.IsArray).ToDictionary(field => string.Join('.', field.Path.ToList()));
        var rows = 0L;
        for (var i = 0; i < reader.RowGroupCount; i++)
        {
            using var group = reader.OpenRowGroupReader(i);
            rows += group.RowCount;
        }

        return new ParquetSource(path, ImportColumns.Find([.. columns.Keys], chosen).ToDictionary(f => f.Key, f => columns[f.Value]), rows);
    });

    public override Task<long> CountAsync(CancellationToken cancellationToken) => Task.FromResult(_rows);

    public override async IAsyncEnumerable<SourceRow> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var stream = File.OpenRead(Path);
        await using var reader = await ParquetReader.CreateAsync(stream, cancellationToken: cancellationToken);
        var number = 0L;
        for (var i = 0; i < reader.RowGroupCount; i++)
        {
            using var group = reader.OpenRowGroupReader(i);
            var columns = await TryAsync(Path, () => ReadAsync(group, cancellationToken));
            for (var row = 0; row < group.RowCount; row++)
            {
                var at = row;
                number++;
                yield return SourceRow.Of(
                    number, $"row {number}", columns.Select(c => KeyValuePair.Create(c.Key, Text(c.Value.GetValue(at)))),
                    columns.GetValueOrDefault(ImportField.Image)?.GetValue(at) as byte[]);
            }
        }
    }

    private async Task<Dictionary<ImportField, Array>> ReadAsync(ParquetRowGroupReader group, CancellationToken cancellationToken)
    {
        var columns = new Dictionary<ImportField, Array>();
        foreach (var (field, column) in _fields)
        {
            columns[field] = await ReadAsync(group, column, cancellationToken);
        }

        return columns;
    }

    private static async Task<Array> ReadAsync(ParquetRowGroupReader group, DataField column, CancellationToken cancellationToken)
    {
        if (column.ClrType == typeof(string) || column.ClrType == typeof(ReadOnlyMemory<char>))
        {
            var texts = new string?[group.RowCount];
            await group.ReadAsync(column, texts.AsMemory(), cancellationToken: cancellationToken);
            return texts;
        }

        if (column.ClrType == typeof(byte[]) || column.ClrType == typeof(ReadOnlyMemory<byte>))
        {
            var bytes = new byte[]?[group.RowCount];
            await group.ReadAsync(column, bytes.AsMemory(), cancellationToken: cancellationToken);
            return bytes;
        }

        return Type.GetTypeCode(column.ClrType) switch
        {
            TypeCode.Boolean => await ValuesAsync<bool>(group, column, cancellationToken),
            TypeCode.SByte => await ValuesAsync<sbyte>(group, column, cancellationToken),
            TypeCode.Byte => await ValuesAsync<byte>(group, column, cancellationToken),
            TypeCode.Int16 => await ValuesAsync<short>(group, column, cancellationToken),
            TypeCode.UInt16 => await ValuesAsync<ushort>(group, column, cancellationToken),
            TypeCode.Int32 => await ValuesAsync<int>(group, column, cancellationToken),
            TypeCode.UInt32 => await ValuesAsync<uint>(group, column, cancellationToken),
            TypeCode.Int64 => await ValuesAsync<long>(group, column, cancellationToken),
            TypeCode.UInt64 => await ValuesAsync<ulong>(group, column, cancellationToken),
            TypeCode.Single => await ValuesAsync<float>(group, column, cancellationToken),
            TypeCode.Double => await ValuesAsync<double>(group, column, cancellationToken),
            TypeCode.Decimal => await ValuesAsync<decimal>(group, column, cancellationToken),
            TypeCode.DateTime => await ValuesAsync<DateTime>(group, column, cancellationToken),
            _ when column.ClrType == typeof(Guid) => await ValuesAsync<Guid>(group, column, cancellationToken),
            _ => throw new ToolException($"The column '{column.Name}' is of a type that cannot be imported ({column.ClrType.Name})."),
        };
    }

    private static async Task<Array> ValuesAsync<T>(ParquetRowGroupReader group, DataField column, CancellationToken cancellationToken)
        where T : struct
    {
        var values = new T?[group.RowCount];
        await group.ReadAsync<T>(column, values.AsMemory(), cancellationToken: cancellationToken);
        return values;
    }

    private static string? Text(object? value) => value switch
    {
        null or byte[] => null,
        DateTime time => DateTime.SpecifyKind(time, DateTimeKind.Utc).ToString("O", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    private static async Task<T> TryAsync<T>(string path, Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (Exception e) when (e is ParquetException or InvalidDataException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new ToolException($"'{path}' cannot be read as Parquet: {e.Message}");
        }
    }
}
