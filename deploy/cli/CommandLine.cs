using System.CommandLine;
using System.Net.Sockets;
using Npgsql;
using TriageMesh.Platform.Database;

namespace TriageMesh.Cli;

/// <summary>Runs a command; whatever goes wrong is one line on standard error and a code other than zero.</summary>
internal static class CommandLine
{
    private const int Wrong = 1;
    private const int Misused = 2;
    private const int Interrupted = 130;

    public static async Task<int> RunAsync(RootCommand root, string[] args)
    {
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            var wrong = parsed.UnmatchedTokens is [var unknown, ..]
                ? $"'{unknown}' means nothing here."
                : $"{parsed.Errors[0].Message.TrimEnd('.', '\n', '\r')}.";
            return await FailAsync($"{wrong} See {PathOf(parsed)} --help", Misused);
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (OperationCanceledException)
        {
            return Interrupted;
        }
        catch (Exception wrong) when (wrong is CommandException or MigrationException)
        {
            return await FailAsync(wrong.Message, Wrong);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            return await FailAsync(wrong.Message, Wrong);
        }
        catch (Exception wrong) when (wrong is NpgsqlException or SocketException or TimeoutException)
        {
            return await FailAsync($"PostgreSQL: {wrong.Message}", Wrong);
        }
        catch (HttpRequestException wrong)
        {
            return await FailAsync(wrong.Message, Wrong);
        }
    }

    private static string PathOf(ParseResult parsed)
    {
        var names = new Stack<string>();
        for (var result = parsed.CommandResult; result is not null; )
        {
            names.Push(result.Command is RootCommand ? "deploy/mesh" : result.Command.Name);
            result = result.Parent as System.CommandLine.Parsing.CommandResult;
        }

        return string.Join(' ', names);
    }

    private static async Task<int> FailAsync(string message, int code)
    {
        await Console.Error.WriteLineAsync(
            $"mesh: {string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))}"
        );
        return code;
    }
}

/// <summary>The command cannot go on; the message is for the person who typed it.</summary>
internal sealed class CommandException(string message) : Exception(message);
