namespace QualitySuite.Cli.Score.Outputs;

/// <summary>Writes result files so that each is there whole or as it was before: to a temporary file beside it, renamed when all are complete.</summary>
internal static class OutputFiles
{
    /// <summary>What can be known before the work is done.</summary>
    /// <exception cref="ToolException">Two outputs are the same file, or one is a folder or lies in a folder that does not exist.</exception>
    public static void Check(IReadOnlyList<string> paths)
    {
        if (paths.GroupBy(Path.GetFullPath, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw new ToolException($"The output '{twice.First()}' is given twice.");
        }

        foreach (var path in paths)
        {
            if (Directory.Exists(path))
            {
                throw new ToolException($"The output '{path}' is a folder; give a file.");
            }

            if (!Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path))))
            {
                throw new ToolException($"The output '{path}' lies in a folder that does not exist.");
            }
        }
    }

    /// <summary>Writes all, then puts them in place; on an exception or cancellation nothing stays.</summary>
    /// <exception cref="ToolException">A file cannot be written.</exception>
    public static async Task WriteAsync(IReadOnlyList<(string Path, Func<Stream, CancellationToken, Task> Write)> outputs, CancellationToken cancellationToken)
    {
        var temporaries = outputs.Select(output => $"{output.Path}.{Environment.ProcessId}.partial").ToList();
        var current = 0;
        try
        {
            for (; current < outputs.Count; current++)
            {
                await using var file = File.Create(temporaries[current]);
                await outputs[current].Write(file, cancellationToken);
                file.Flush(flushToDisk: true);
            }

            // Not between two of them: all, or none.
            cancellationToken.ThrowIfCancellationRequested();
            for (current = 0; current < outputs.Count; current++)
            {
                File.Move(temporaries[current], outputs[current].Path, overwrite: true);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ToolException($"The output '{outputs[current].Path}' cannot be written: {exception.Message}");
        }
        finally
        {
            temporaries.ForEach(File.Delete);
        }
    }
}
