using System.Text;

namespace QualitySuite.Cli.Score.Inputs;

/// <summary>Comma-separated values as RFC 4180 has them: quoted fields may hold commas, line breaks and doubled quotes; lines end with CRLF or LF.</summary>
internal sealed class CsvReader(TextReader text)
{
    private int _line = 1;

    /// <summary>The next record with the line on which it begins, or null at the end. An empty line is no record.</summary>
    /// <exception cref="FormatException">A quote is not closed, or stands where none may; the message names the line.</exception>
    public (int Line, List<string> Fields)? Read()
    {
        while (text.Peek() is '\r' or '\n')
        {
            EndLine((char)text.Read());
        }

        if (text.Peek() < 0)
        {
            return null;
        }

        var (begin, fields) = (_line, new List<string>());
        while (true)
        {
            fields.Add(text.Peek() == '"' ? ReadQuoted() : ReadPlain());
            var next = text.Read();
            if (next != ',')
            {
                EndLine((char)next);
                return (begin, fields);
            }
        }
    }

    private void EndLine(char last)
    {
        if (last == '\r' && text.Peek() == '\n')
        {
            text.Read();
        }

        _line++;
    }

    private string ReadPlain()
    {
        var field = new StringBuilder();
        while (text.Peek() is var next && next is not (',' or '\r' or '\n' or < 0))
        {
            if (next == '"')
            {
                throw new FormatException($"line {_line}: a quote stands inside a field that does not begin with one; put the field in quotes and double those inside it.");
            }

            field.Append((char)text.Read());
        }

        return field.ToString();
    }

    private string ReadQuoted()
    {
        var (begin, field) = (_line, new StringBuilder());
        text.Read();
        while (true)
        {
            var next = text.Read();
            if (next == '"' && text.Peek() == '"')
            {
                text.Read();
            }
            else if (next == '"')
            {
                return text.Peek() is ',' or '\r' or '\n' or < 0
                    ? field.ToString()
                    : throw new FormatException($"line {_line}: text follows the closing quote of a field; a quote inside a field is written twice.");
            }
            else if (next < 0)
            {
                throw new FormatException($"line {begin}: a quoted field is not closed.");
            }
            else if (next == '\n' || (next == '\r' && text.Peek() != '\n'))
            {
                _line++;
            }

            field.Append((char)next);
        }
    }
}
