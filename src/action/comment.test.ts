/** The comment, against a server that answers as GitHub's API does. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { keepComment, markOf, type PullRequest } from './comment.js'

interface Comment {
  id: number
  body: string
  user: { type: string; login?: string }
}

let server: Server
let comments: Comment[] = []
let asked: string[] = []
let mayWrite = true
/** Whose token it is; a job's own is nobody's. */
let tokensUser: string | undefined
let place: PullRequest

beforeAll(async () => {
  server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost')
    asked.push(`${request.method ?? ''} ${pathname}`)
    const answer = (status: number, value: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
    }
    let text = ''
    request.on('data', (chunk: Buffer) => void (text += chunk.toString()))
    request.on('end', () => {
      if (request.headers.authorization !== 'Bearer secret') return answer(401, {})
      if (pathname === '/user') return tokensUser === undefined ? answer(403, {}) : answer(200, { login: tokensUser })
      if (request.method === 'GET') {
        const page = Number(searchParams.get('page'))
        return answer(200, comments.slice((page - 1) * 100, page * 100))
      }
      if (!mayWrite) return answer(403, { message: 'Resource not accessible by integration' })
      const { body } = JSON.parse(text) as { body: string }
      const id = Number(/comments\/(\d+)$/.exec(pathname)?.[1])
      if (request.method === 'POST') comments.push({ id: 1000 + comments.length, body, user: { type: 'Bot' } })
      else comments = comments.map((comment) => (comment.id === id ? { ...comment, body } : comment))
      return answer(200, {})
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  place = { api: `http://127.0.0.1:${port}`, repository: 'o/r', number: 7, token: 'secret' }
})
afterAll(() => void server.close())
beforeEach(() => {
  ;[comments, asked, mayWrite] = [[], [], true]
  tokensUser = undefined
})

const keep = (body: string, more: { key?: string; isNeeded?: boolean } = {}) =>
  keepComment(place, { key: '', isNeeded: true, body, ...more })

describe('the comment on a pull request', () => {
  it('is written once, and then kept up to date, behind however many others', async () => {
    comments = Array.from({ length: 130 }, (_, id) => ({ id, body: 'looks good', user: { type: 'User' } }))
    expect(await keep('one')).toEqual({ done: 'written' })
    expect(await keep('two')).toEqual({ done: 'updated' })
    expect(comments.slice(130).map(({ body }) => body)).toEqual(['<!-- rollcast -->\ntwo'])
    asked = []
    expect(await keep('two')).toEqual({ done: 'updated' })
    expect(asked.filter((line) => !line.startsWith('GET'))).toEqual([])
  })

  it('is not written where nothing is to be said, but what it said before is taken back', async () => {
    expect(await keep('nothing', { isNeeded: false })).toEqual({ done: 'not needed' })
    await keep('one')
    expect(await keep('nothing', { isNeeded: false })).toEqual({ done: 'updated' })
    expect(comments.map(({ body }) => body)).toEqual(['<!-- rollcast -->\nnothing'])
  })

  it('is one for each key, and never one of a person', async () => {
    comments = [{ id: 1, body: `${markOf('')}\nquoted`, user: { type: 'User' } }]
    await keep('a', { key: 'prod' })
    await keep('b', { key: 'dev --> x' })
    await keep('c')
    expect(comments.map(({ body }) => body)).toEqual([
      '<!-- rollcast -->\nquoted',
      '<!-- rollcast: prod -->\na',
      '<!-- rollcast: dev -- x -->\nb',
      '<!-- rollcast -->\nc',
    ])
  })

  it('may be written with the token of a person', async () => {
    comments = [{ id: 1, body: `${markOf('')}\nold`, user: { type: 'User', login: 'robot' } }]
    tokensUser = 'robot'
    expect(await keep('new')).toEqual({ done: 'updated' })
    expect(comments.map(({ body }) => body)).toEqual(['<!-- rollcast -->\nnew'])
  })

  it('is cut where it would be too long', async () => {
    await keep('a line\n'.repeat(20_000))
    expect(comments[0]?.body.length).toBeLessThanOrEqual(65_536)
    expect(comments[0]?.body).toMatch(
      /\na line\n\n\*The rest does not fit into a comment: see the summary of the job\.\*\n$/,
    )
  })

  it('that may not be written is no failure', async () => {
    mayWrite = false
    expect(await keep('one')).toEqual({
      done: 'refused',
      reason: 'the job may not write comments (permissions: pull-requests: write; a pull request of a fork never may)',
    })
    expect(await keepComment({ ...place, token: 'other' }, { key: '', body: 'x', isNeeded: true })).toEqual({
      done: 'refused',
      reason: 'GitHub answered 401',
    })
  })
})
