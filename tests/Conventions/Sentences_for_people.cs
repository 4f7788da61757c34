using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TriageMesh.TestKit.Mesh;

namespace TriageMesh.Conventions.Specs;

/// <summary>The services say in English what is wrong; the desk has the Chinese of each of these sentences, found by the sentence itself.</summary>
public sealed partial class Sentences_for_people
{
    // What ingest says of a mention goes to the program that sent it; how a reply went is shown with the reply.
    private static readonly string[] Folders =
    [
        "Platform",
        "Domain",
        "Router",
        "Classifier",
        "Desk",
        Path.Join("Ingest", "Replies"),
    ];

    /// <summary>Who says something to operators and programs: logs, health checks, settings, files.</summary>
    private static readonly HashSet<string> NotToPeople = new(StringComparer.Ordinal)
    {
        "throw",
        "LoggerMessage",
        "Fail",
        "Unhealthy",
        "Degraded",
        "AppendLine",
        "WriteLineAsync",
        "CreateCounter",
        "CreateHistogram",
        "CreateObservableGauge",
    };

    private static readonly CSharpParseOptions Newest = new(LanguageVersion.Preview, DocumentationMode.None);

    [Fact]
    public void Each_has_its_Chinese_with_the_same_blanks()
    {
        var chinese = Chinese();

        Said()
            .Where(said => !chinese.ContainsKey(said.Key))
            .Select(said => $"{said.Value}: {said.Key}")
            .ShouldBeEmpty();
        chinese.Where(pair => !Blanks(pair.Key).SetEquals(Blanks(pair.Value))).ShouldBeEmpty();
        chinese.Where(pair => !pair.Value.Any(letter => letter > 0x2E80)).ShouldBeEmpty();
    }

    [Fact]
    public void None_is_kept_that_nobody_says() => Chinese().Keys.Except(Said().Keys).ShouldBeEmpty();

    private static Dictionary<string, string> Chinese() =>
        JsonSerializer.Deserialize<Dictionary<string, string>>(
            File.ReadAllText(
                RepositoryRoot.Below("services", "Desk", "web", "src", "app", "i18n", "sentences.zh-CN.json")
            )
        )!;

    /// <summary>Every sentence of the services' source that may be shown to a person, and where one of its places is.</summary>
    private static SortedDictionary<string, string> Said()
    {
        var said = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in Folders.SelectMany(Sources))
        {
            SyntaxToken[] tokens = [.. SyntaxFactory.ParseTokens(File.ReadAllText(file), options: Newest)];
            for (var at = 0; at < tokens.Length; at++)
            {
                var (first, text) = (at, TextOf(tokens[at]));
                // What is added up is one text.
                while (
                    tokens[at].Text != ""
                    && tokens[at + 1].Text == "+"
                    && TextOf(tokens[at + 2]) is { Length: > 0 } more
                )
                {
                    (text, at) = (text + more, at + 2);
                }

                if (IsSentence().IsMatch(text) && !IsAside(tokens, first))
                {
                    said.TryAdd(Numbered(text), Path.GetFileName(file));
                }
            }
        }

        return said;
    }

    private static IEnumerable<string> Sources(string folder) =>
        Directory
            .EnumerateFiles(RepositoryRoot.Below("services", folder), "*.cs", SearchOption.AllDirectories)
            .Where(file => !ToOthers().IsMatch(file));

    /// <summary>What a token says, with an empty blank for each value; nothing where it is no text.</summary>
    private static string TextOf(SyntaxToken token) =>
        SyntaxFactory.ParseExpression(
            token.Text.Contains('"', StringComparison.Ordinal) ? token.Text : "0",
            options: Newest
        ) switch
        {
            LiteralExpressionSyntax { Token.Value: string text } => text,
            InterpolatedStringExpressionSyntax interpolated => string.Concat(
                interpolated.Contents.Select(part =>
                    part is InterpolatedStringTextSyntax plain ? plain.TextToken.ValueText : "{}"
                )
            ),
            _ => "",
        };

    /// <summary>True where the statement that the text stands in speaks to somebody else.</summary>
    private static bool IsAside(SyntaxToken[] tokens, int at) =>
        tokens
            .Take(at)
            .Zip(tokens.Skip(1), (token, next) => (token.Text, Called: next.Text == "("))
            .Reverse()
            .TakeWhile(token => token.Text is not (";" or "{" or "}"))
            .Any(token =>
                NotToPeople.Contains(token.Text)
                || (token.Called && token.Text.EndsWith("Exception", StringComparison.Ordinal))
            );

    private static string Numbered(string text)
    {
        var blank = 0;
        return EmptyBlank().Replace(text, _ => $"{{{blank++}}}");
    }

    private static HashSet<string> Blanks(string text) => [.. Blank().Matches(text).Select(match => match.Value)];

    [GeneratedRegex(
        @"^[A-Z][a-z]+\.$|^[A-Z0-9{][^#]*[a-z][^#]* [^#]*[.?]$",
        RegexOptions.NonBacktracking | RegexOptions.Singleline
    )]
    private static partial Regex IsSentence();

    [GeneratedRegex(@"\{\}", RegexOptions.NonBacktracking)]
    private static partial Regex EmptyBlank();

    [GeneratedRegex(@"\{\d+\}", RegexOptions.NonBacktracking)]
    private static partial Regex Blank();

    // Settings are told to whoever starts a process; templates are what authors read, in their own language.
    [GeneratedRegex(
        @"[/\\](bin|obj|node_modules)[/\\]|((Bus|Database|Security)Registration|Options|OptionsValidator|RequestTemplates|ModelCardText|WebhookSecret)\.cs$",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex ToOthers();
}
