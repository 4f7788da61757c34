using System.CommandLine;
using System.CommandLine.Parsing;

namespace TriageMesh.Cli;

/// <summary>Files named at the keyboard: looked at before anything is done, so that nobody waits only to hear that a folder is missing.</summary>
internal static class NamedFiles
{
    /// <summary>The file can be written: its folder is there, or can be made where the command makes it, and lets us.</summary>
    public static Option<T> ToWrite<T>(this Option<T> option, bool makesFolder = false)
    {
        option.Validators.Add(result => Check(option.Name, result, path => CannotBeWritten(path, makesFolder)));
        return option;
    }

    /// <summary>The file or folder is there.</summary>
    public static Option<T> ToRead<T>(this Option<T> option)
    {
        option.Validators.Add(result => Check(option.Name, result, CannotBeRead));
        return option;
    }

    private static void Check(string name, OptionResult result, Func<string, string?> problem)
    {
        foreach (var path in result.Tokens.Select(token => token.Value))
        {
            if (problem(path) is { } wrong)
            {
                result.AddError($"{name} {path}: {wrong}");
            }
        }
    }

    private static string? CannotBeRead(string path) =>
        File.Exists(path) || Directory.Exists(path) ? null : "there is no such file";

    private static string? CannotBeWritten(string path, bool makesFolder)
    {
        if (path.Length == 0)
        {
            return "a file is needed";
        }

        var folder = Path.GetDirectoryName(Path.GetFullPath(path));
        if (Directory.Exists(path) || folder is null)
        {
            return "this is a folder";
        }

        while (makesFolder && !Path.Exists(folder) && Path.GetDirectoryName(folder) is { } above)
        {
            folder = above;
        }

        if (!Directory.Exists(folder))
        {
            return $"there is no folder {folder}";
        }

        try
        {
            using var probe = new FileStream(
                Path.Combine(folder, $".{Guid.NewGuid():N}"),
                FileMode.CreateNew,
                FileAccess.Write,
                FileShare.None,
                bufferSize: 1,
                FileOptions.DeleteOnClose
            );
            return null;
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            return "it may not be written here";
        }
    }
}
