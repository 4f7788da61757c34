using System.CommandLine;
using System.CommandLine.Parsing;

namespace TriageMesh.Cli;

/// <summary>Ids as people type them.</summary>
internal static class Ids
{
    public static Argument<Guid> Argument(string name, string description) =>
        new(name) { Description = description, CustomParser = result => Read(result) ?? Guid.Empty };

    public static Option<Guid?> Option(string name, string description) =>
        new(name) { Description = description, CustomParser = Read };

    private static Guid? Read(ArgumentResult result)
    {
        var given = result.Tokens[0].Value;
        if (Guid.TryParse(given, out var id))
        {
            return id;
        }

        result.AddError($"'{given}' is no id.");
        return null;
    }
}
