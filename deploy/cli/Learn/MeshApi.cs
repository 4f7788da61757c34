using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using TriageMesh.Contracts;
using TriageMesh.Platform.Http;

namespace TriageMesh.Cli.Learn;

/// <summary>The HTTP APIs of a running mesh, asked as its administrator.</summary>
internal sealed class MeshApi : IDisposable
{
    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromMinutes(5) };
    private readonly RunDirectory _run;

    public MeshApi(string? runDirectory) => _run = RunDirectory.Open(runDirectory);

    /// <summary>Asks the classifier; <paramref name="path"/> is below its version.</summary>
    public Task<T> ClassifierAsync<T>(
        HttpMethod method,
        string path,
        object? body,
        CancellationToken cancellationToken
    ) => SendAsync<T>("Classifier", method, $"classifier/v1/{path}", body, cancellationToken);

    /// <summary>A text that the classifier answers with.</summary>
    public async Task<string> TextAsync(string path, CancellationToken cancellationToken)
    {
        using var answer = await AnswerAsync(
            "Classifier",
            HttpMethod.Get,
            $"classifier/v1/{path}",
            null,
            cancellationToken
        );
        return await answer.Content.ReadAsStringAsync(cancellationToken);
    }

    /// <summary>The lines of a file that a service writes as it is read.</summary>
    public async IAsyncEnumerable<string> LinesAsync(
        string service,
        string path,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        using var answer = await AnswerAsync(service, HttpMethod.Get, path, null, cancellationToken);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(cancellationToken));
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            yield return line;
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task<T> SendAsync<T>(
        string service,
        HttpMethod method,
        string path,
        object? body,
        CancellationToken cancellationToken
    )
    {
        using var answer = await AnswerAsync(service, method, path, body, cancellationToken);
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        return text.Length == 0
            ? default!
            : JsonSerializer.Deserialize<T>(text, MeshJson.Options)
                ?? throw new CommandException($"{path} answered nothing.");
    }

    private async Task<HttpResponseMessage> AnswerAsync(
        string service,
        HttpMethod method,
        string path,
        object? body,
        CancellationToken cancellationToken
    )
    {
        using var request = new HttpRequestMessage(method, new Uri(_run.AddressOf(service), path));
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Bearer",
            _run.Token("cli", Role.Admin, TimeSpan.FromMinutes(10))
        );
        if (body is not null)
        {
            request.Content = JsonContent.Create(body, body.GetType(), options: MeshJson.Options);
        }

        try
        {
            var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (answer.IsSuccessStatusCode)
            {
                return answer;
            }

            using (answer)
            {
                throw new CommandException(Explain(answer, await answer.Content.ReadAsStringAsync(cancellationToken)));
            }
        }
        catch (HttpRequestException wrong) when (wrong.HttpRequestError == HttpRequestError.ConnectionError)
        {
            throw new CommandException($"Nobody answers at {request.RequestUri}; is the mesh running?");
        }
    }

    /// <summary>The problem in one line: what is wrong, and with which field.</summary>
    private static string Explain(HttpResponseMessage answer, string body)
    {
        try
        {
            var problem = JsonElement.Parse(body);
            var parts = new List<string>();
            var hasErrors = problem.TryGetProperty("errors", out var errors);
            foreach (var field in hasErrors ? [] : new[] { "title", "detail" })
            {
                if (problem.TryGetProperty(field, out var text) && text.ValueKind == JsonValueKind.String)
                {
                    parts.Add(text.GetString()!);
                }
            }

            if (hasErrors)
            {
                parts.AddRange(errors.EnumerateObject().Select(error => $"{error.Name}: {error.Value[0].GetString()}"));
            }

            return string.Join(' ', parts);
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            return $"{answer.RequestMessage?.RequestUri} answered {(int)answer.StatusCode} {answer.ReasonPhrase}.";
        }
    }
}
